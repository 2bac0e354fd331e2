use std::io::{BufRead, BufReader};
use std::process::Stdio;

use anyhow::{Context, Result, ensure};

use crate::Session;
use crate::patience::until;

const SCREEN: &str = "1600x900x24";

/// Starts an X server on a free display and returns its name; the server tells it when it is ready.
pub fn start(session: &mut Session) -> Result<String> {
    let mut command = session.command("Xvfb");
    // Without -noreset it begins anew whenever its last client goes: a look for the window manager that comes too early
    // takes a window manager that is just coming with it.
    command.args(["-displayfd", "1", "-noreset", "-screen", "0", SCREEN, "-nolisten", "tcp"]);
    let mut server = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("can't start Xvfb: is the package xvfb installed?")?;
    let told = server.stdout.take().context("Xvfb has no output")?;
    session.adopt(server);
    let mut number = String::new();
    BufReader::new(told).read_line(&mut number)?;
    ensure!(!number.trim().is_empty(), "Xvfb did not come up");
    Ok(format!(":{}", number.trim()))
}

/// Starts openbox, and waits until it has put its mark on the root window.
pub fn manage(session: &mut Session) -> Result<()> {
    let command = session.command("openbox");
    session.start("openbox", command)?;
    until("the window manager", || {
        let output = session.command("xprop").args(["-root", "_NET_SUPPORTING_WM_CHECK"]).output()?;
        Ok(String::from_utf8_lossy(&output.stdout).contains("window id").then_some(()))
    })
}

/// Closes the window with this in its title as its user would, by the window manager's key.
pub fn close(session: &Session, title: &str) -> Result<()> {
    let mut command = session.command("xdotool");
    command.args(["search", "--onlyvisible", "--name", title, "windowactivate", "--sync", "windowfocus", "--sync"]);
    // Window 0: the key is pressed on the keyboard, not sent to the window, where the window manager would not see it.
    command.args(["key", "--window", "0", "alt+F4"]);
    ensure!(command.status().context("can't run xdotool")?.success(), "there is no window {title} to close");
    Ok(())
}

/// Whether a mapped window has this in its title.
pub fn shows(session: &Session, title: &str) -> Result<bool> {
    let mut command = session.command("xdotool");
    command.args(["search", "--onlyvisible", "--name", title]).stderr(Stdio::null());
    Ok(command.output().context("can't run xdotool: is it installed?")?.status.success())
}
