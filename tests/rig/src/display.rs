use std::io::{BufRead, BufReader};
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{ClientMessageEvent, ConnectionExt as _, EventMask};

use crate::Session;
use crate::patience::until;

const SCREEN: &str = "1600x900x24";
/// Who asks the window manager, in the words of the Extended Window Manager Hints.
const BY_A_PANEL: u32 = 2;

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

/// Closes the window with this in its title as its user would with the panel's button: the window manager is asked to. A
/// key is not sure to reach it while it is still giving the focus to a new window.
pub fn close(session: &Session, title: &str) -> Result<()> {
    let window = find(session, title)?.with_context(|| format!("there is no window {title} to close"))?;
    let (server, screen) = x11rb::connect(Some(session.display()))?;
    let close = server.intern_atom(false, b"_NET_CLOSE_WINDOW")?.reply()?.atom;
    let event = ClientMessageEvent::new(32, window, close, [x11rb::CURRENT_TIME, BY_A_PANEL, 0, 0, 0]);
    let root = server.setup().roots.get(screen).context("the X server has no screen")?.root;
    server
        .send_event(false, root, EventMask::SUBSTRUCTURE_REDIRECT | EventMask::SUBSTRUCTURE_NOTIFY, event)?
        .check()?;
    Ok(())
}

/// Whether a mapped window has this in its title.
pub fn shows(session: &Session, title: &str) -> Result<bool> {
    Ok(find(session, title)?.is_some())
}

fn find(session: &Session, title: &str) -> Result<Option<u32>> {
    let mut command = session.command("xdotool");
    command.args(["search", "--onlyvisible", "--name", title]).stderr(Stdio::null());
    let found = command.output().context("can't run xdotool: is it installed?")?;
    Ok(String::from_utf8_lossy(&found.stdout).lines().next().map(str::parse).transpose()?)
}
