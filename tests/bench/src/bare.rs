use std::fs::File;
use std::path::Path;
use std::process::Stdio;

use anyhow::Result;
use rig::Session;

use crate::program::Program;

/// Opens a WebKitGTK window with a line of text in it, which makes the file `painted` when that is on the screen.
///
/// # Errors
/// When Python is not there.
pub fn window(session: &Session, painted: &Path) -> Result<Program> {
    let mut python = session.command("/usr/bin/python3");
    python.args(["-c", include_str!("bare_window.py")]).arg(painted).stdout(Stdio::null());
    python.stderr(File::create(session.folder().join("logs/bare-window"))?);
    Program::start(&mut python)
}
