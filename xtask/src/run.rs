use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use clap::Args;
use rig::{Keeper, Session, until};

use crate::command;
use crate::demo::{Demo, Desktop};
use crate::packages::Purpose;
use crate::{programs, setup};

/// Seconds between two events in the ward, more or less: more than three toasts in ten seconds would become a summary.
const EVERY: u32 = 6;

/// How to run the demo.
#[derive(Args)]
pub struct Options {
    /// Use a private desktop even if there is a real one
    #[arg(long)]
    headless: bool,
    /// In a private desktop: take the screenshot so long after the window has opened
    #[arg(long, value_name = "SECONDS", default_value_t = 20)]
    screenshot_after: u64,
    /// Stop by itself after so long
    #[arg(long)]
    seconds: Option<u64>,
}

/// Starts the demo hub, the agent and the window, and stays until it is stopped.
///
/// Ctrl-C ends this program as any other; the rig's keeper then ends everything that was started here.
pub fn run(options: &Options) -> Result<()> {
    let headless = options.headless || !has_display();
    let purposes: &[Purpose] = if headless { &[Purpose::Build, Purpose::Desktop] } else { &[Purpose::Build] };
    setup::prepare(purposes)?;
    let programs = programs::build()?;
    let desktop = open_desktop(options.headless, headless)?;
    println!("\nStarting the hub, the agent and the window …");
    let mut demo = Demo::start(&programs, &desktop, EVERY)?;
    demo.show()?;
    explain(&demo);
    let start = Instant::now();
    if let Desktop::Private(session) = &desktop {
        photograph(session, &demo, options)?;
    }
    stay(&mut demo, options.seconds.map(Duration::from_secs), start)
}

fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

fn open_desktop(asked: bool, headless: bool) -> Result<Desktop> {
    if !headless {
        return Ok(Desktop::Real(Keeper::new()?));
    }
    let why = if asked { "As asked" } else { "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set)" };
    println!("\n{why}: bringing up a private desktop with tray, toasts and keyring …");
    Desktop::private()
}

fn explain(demo: &Demo) {
    println!("\nTakeCare runs: its icon is in the tray, its window is open, and {} is signed in.", demo.email);
    println!("  Server  {}, a demo ward where something happens about every {EVERY} seconds", demo.address);
    println!("  Profile demo: your own TakeCare, if there is one, is untouched; the files of this one go when it ends");
    println!("  Closing the window leaves the icon in the tray; a click on it brings the window back.");
    println!("\nCtrl-C ends all of it.");
}

/// Takes the picture once there is something to see.
fn photograph(session: &Session, demo: &Demo, options: &Options) -> Result<()> {
    until("the window", || Ok(session.shows("TakeCare")?.then_some(())))?;
    until("rows", || Ok((!demo.takecare(&["list"]).output()?.stdout.is_empty()).then_some(())))?;
    thread::sleep(Duration::from_secs(options.screenshot_after));
    until("a toast", || Ok(toasts_on_screen(session)?.filter(|count| *count > 0)))?;
    let picture = picture()?;
    session.screenshot(&picture)?;
    println!("\nA screenshot of the private desktop is at {}", picture.display());
    Ok(())
}

fn toasts_on_screen(session: &Session) -> Result<Option<u32>> {
    let output = command::output(session.command("dunstctl").args(["count", "displayed"]))?;
    Ok(output.trim().parse().ok())
}

fn picture() -> Result<PathBuf> {
    let folder = programs::target()?.join("demo");
    std::fs::create_dir_all(&folder)?;
    Ok(folder.join("screenshot.png"))
}

/// Waits until the user quits TakeCare, or the time is over.
fn stay(demo: &mut Demo, limit: Option<Duration>, start: Instant) -> Result<()> {
    while limit.is_none_or(|limit| start.elapsed() < limit) {
        if let Some(status) = demo.agent.try_wait()? {
            ensure!(status.success(), "the agent ended: {status}");
            println!("TakeCare was quit.");
            return Ok(());
        }
        thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}
