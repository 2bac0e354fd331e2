use std::io::Write;
use std::process::Stdio;

use anyhow::{Context, Result};

use crate::{Session, bus};

/// Starts gnome-keyring with an unlocked keyring of its own.
pub fn start(session: &mut Session) -> Result<()> {
    let mut command = session.command("gnome-keyring-daemon");
    command.args(["--foreground", "--unlock", "--components=secrets"]).stdin(Stdio::piped());
    let daemon = session.start("keyring", command)?;
    let mut password = daemon.stdin.take().context("gnome-keyring-daemon has no input")?;
    password.write_all(b"only for this session")?;
    drop(password);
    bus::wait_for(session, "org.freedesktop.secrets")
}
