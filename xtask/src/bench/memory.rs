use anyhow::{Context, Result, bail};
use rig::{Session, until};

use super::process::{self, Process};
use crate::command;
use crate::demo::{Demo, Desktop};
use crate::packages::Purpose;
use crate::programs::{self, Profile};
use crate::setup;

/// As the kernel cuts it.
const WINDOW: &str = "takecare-window";

/// Measures the memory of the process tree in the tray, with the window, and after the window was closed.
pub fn memory() -> Result<()> {
    setup::prepare(&[Purpose::Build, Purpose::Desktop])?;
    let programs = programs::build(Profile::Release)?;
    let desktop = Desktop::private()?;
    let demo = Demo::start(&programs, &desktop, 2)?;
    let Desktop::Private(session) = &desktop else { bail!("memory is measured in a private desktop") };
    let agent = demo.agent.id();

    let before = process::tree(agent)?;
    demo.show()?;
    until("the window", || Ok(session.shows("TakeCare")?.then_some(())))?;
    let open = until("the window's pages", || Ok(Some(process::tree(agent)?).filter(|tree| has_pages(tree))))?;
    session.close_window("TakeCare")?;
    let after = until("the end of the window", || Ok(Some(process::tree(agent)?).filter(|tree| !has_window(tree))))?;

    report("in the tray, before the window", &before);
    report("window open", &open);
    report("in the tray, after the window was closed", &after);
    let panel = process::tree(owner(session, "org.kde.StatusNotifierWatcher")?)?;
    report("yardstick: the panel's tray plugin, a GTK program without windows of its own", &panel);
    println!("\nin the tray, afterwards / yardstick: {:.2}", megabytes(&after) / megabytes(&panel));
    println!("The open window has no yardstick here: Debian packages no bare WebKitGTK window.");
    Ok(())
}

fn has_window(tree: &[Process]) -> bool {
    tree.iter().any(|process| process.name == WINDOW)
}

/// Whether WebKit's own process for the pages runs.
fn has_pages(tree: &[Process]) -> bool {
    tree.iter().any(|process| process.name.starts_with("WebKitWeb"))
}

/// The process that owns a name on the session's bus.
fn owner(session: &Session, name: &str) -> Result<u32> {
    let mut call = session.command("gdbus");
    call.args(["call", "--session", "-d", "org.freedesktop.DBus", "-o", "/org/freedesktop/DBus"]);
    call.args(["-m", "org.freedesktop.DBus.GetConnectionUnixProcessID", name]);
    let answer = command::output(&mut call)?;
    number(&answer).with_context(|| format!("the bus says {answer:?}"))
}

/// The number in `(uint32 4711,)`.
fn number(answer: &str) -> Option<u32> {
    answer.trim().strip_prefix("(uint32 ")?.strip_suffix(",)")?.parse().ok()
}

fn report(what: &str, tree: &[Process]) {
    println!("\n{what}: {:.1} MB PSS", megabytes(tree));
    for Process { id, name, pss } in tree {
        println!("  {name:16} {id:>8} {pss:>8} kB");
    }
}

fn megabytes(tree: &[Process]) -> f64 {
    process::pss(tree) as f64 / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_buss_answer_is_read() {
        assert_eq!(number("(uint32 4711,)\n"), Some(4711));
        assert_eq!(number("()"), None);
    }
}
