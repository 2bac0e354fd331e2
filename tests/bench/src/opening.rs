use std::time::Instant;

use anyhow::{Context, Result, ensure};
use bridge::{Request, View};
use rig::Session;
use tokio::task::spawn_blocking;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{AtomEnum, ConnectionExt, ImageFormat, Window};
use x11rb::rust_connection::RustConnection;

use crate::{Desk, Times, memory};

/// Where the list has text: behind the rail, below its head, left of the detail (left, top, width, height in pixels).
const LIST: (i16, i16, u16, u16) = (300, 140, 300, 320);
/// So many dark pixels are several lines of text; an empty window has none, and one that is still starting a few.
const TEXT: usize = 1500;
/// Darker than that is ink.
const DARK: u8 = 110;
/// Longer than anybody waits.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(30);

/// From the click on the icon, which asks for the window, until its list stands on the screen; so often, each time with a
/// new window.
///
/// # Errors
/// When it never does.
pub async fn measure(desk: &mut Desk, times: usize) -> Result<Times> {
    desk.leave_the_seat();
    memory::opens(desk).await?;
    let mut openings = Times::default();
    for _ in 0..times {
        // Whoever clicks again has closed the last one.
        let display = desk.session.display().to_owned();
        spawn_blocking(move || painted(&display)).await??;
        close(&desk.session)?;
        memory::is_closed(desk).await?;
        let (display, asked) = (desk.session.display().to_owned(), Instant::now());
        let painted = spawn_blocking(move || painted(&display));
        desk.ask(Request::ShowWindow { view: View::Any }).await?;
        openings.add(painted.await??.duration_since(asked));
    }
    close(&desk.session)?;
    memory::is_closed(desk).await?;
    Ok(openings)
}

fn close(session: &Session) -> Result<()> {
    session.close_window("TakeCare")
}

/// The moment in which text is on the screen where the list is.
fn painted(display: &str) -> Result<Instant> {
    let (server, screen) = RustConnection::connect(Some(display))?;
    let root = server.setup().roots.get(screen).context("no screen")?.root;
    let begun = Instant::now();
    loop {
        if let Some(window) = titled(&server, root, b"TakeCare")?
            && dark(&server, window).unwrap_or(0) > TEXT
        {
            return Ok(Instant::now());
        }
        ensure!(begun.elapsed() < PATIENCE, "the list is never painted");
        std::thread::yield_now();
    }
}

/// The window with this title, wherever the window manager has put it.
fn titled(server: &RustConnection, under: Window, title: &[u8]) -> Result<Option<Window>> {
    for window in server.query_tree(under)?.reply()?.children {
        // It may go while it is asked.
        let name = server.get_property(false, window, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 64)?.reply();
        if name.is_ok_and(|name| name.value == title) {
            return Ok(Some(window));
        }
        if let Ok(Some(found)) = titled(server, window, title) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// How much ink there is; none while it is not on the screen.
fn dark(server: &RustConnection, window: Window) -> Result<usize> {
    let (left, top, width, height) = LIST;
    let image = server.get_image(ImageFormat::Z_PIXMAP, window, left, top, width, height, u32::MAX)?.reply()?;
    Ok(image.data.chunks_exact(4).filter(|pixel| pixel.iter().take(3).all(|colour| *colour < DARK)).count())
}
