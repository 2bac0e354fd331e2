use anyhow::Result;

use crate::{Session, bus};

/// A plain look, and room for several toasts.
const CONFIGURATION: &str = r##"[global]
font = Sans 10
width = 340
offset = 16x16
origin = top-right
gap_size = 8
padding = 12
horizontal_padding = 12
frame_width = 1
frame_color = "#c3ccd5"
corner_radius = 8
separator_height = 0
max_icon_size = 40
show_indicators = false
stack_duplicates = false

[urgency_normal]
background = "#ffffff"
foreground = "#15202b"
timeout = 10
"##;

/// Starts dunst, and waits until it takes toasts.
pub fn start(session: &mut Session) -> Result<()> {
    let file = session.folder().join("dunstrc");
    std::fs::write(&file, CONFIGURATION)?;
    let mut command = session.command("dunst");
    command.arg("-config").arg(file);
    session.start("dunst", command)?;
    bus::wait_for(session, "org.freedesktop.Notifications")
}
