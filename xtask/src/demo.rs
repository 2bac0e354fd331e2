use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use rig::{Keeper, Part, Session, until};

use crate::programs::Programs;

/// Keeps the demo apart from a real installation: folders, socket and keyring entries carry this name.
const PROFILE: &str = "demo";

/// Where the demo is shown.
pub enum Desktop {
    /// The one the caller sits at.
    Real(Keeper),
    /// One of its own, that nobody sees.
    Private(Session),
}

impl Desktop {
    /// A private one with a window manager, a tray, toasts and a keyring.
    pub fn private() -> Result<Self> {
        Session::open(&[Part::Keyring, Part::WindowManager, Part::Panel, Part::Toasts]).map(Self::Private)
    }

    fn folder(&self) -> &Path {
        match self {
            Self::Real(keeper) => keeper.folder(),
            Self::Private(session) => session.folder(),
        }
    }

    /// A command on this desktop; its process ends with it.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = match self {
            Self::Real(keeper) => keeper.command(program),
            Self::Private(session) => session.command(program),
        };
        // What the demo stores goes with it.
        command.env("XDG_DATA_HOME", self.folder().join("data")).env("TAKECARE_PROFILE", PROFILE);
        command
    }
}

/// The ward's hub and the agent of one of its people, running.
pub struct Demo<'a> {
    programs: &'a Programs,
    desktop: &'a Desktop,
    /// The agent's process.
    pub agent: Child,
    /// Where the hub listens.
    pub address: String,
    /// Who is signed in.
    pub email: String,
}

impl<'a> Demo<'a> {
    /// Starts both and signs in. Something happens in the ward about every so many seconds.
    pub fn start(programs: &'a Programs, desktop: &'a Desktop, every: u32) -> Result<Self> {
        let (address, email, password) = start_hub(programs, desktop, every)?;
        let mut agent = desktop.command(&programs.takecare);
        // Its people are invented, and developers measure it.
        let agent =
            agent.args(["agent", "--inspectable"]).stdout(Stdio::null()).stderr(log(desktop, "agent")?).spawn()?;
        let demo = Self { programs, desktop, agent, address, email };
        until("the agent", || Ok(demo.takecare(&["status"]).output()?.status.success().then_some(())))?;
        demo.sign_in(&password)?;
        Ok(demo)
    }

    /// The agent's command line.
    pub fn takecare(&self, arguments: &[&str]) -> Command {
        let mut command = self.desktop.command(&self.programs.takecare);
        command.args(arguments);
        command
    }

    /// Opens the window.
    pub fn show(&self) -> Result<()> {
        ensure!(self.takecare(&["show"]).status()?.success(), "the window could not be opened");
        Ok(())
    }

    fn sign_in(&self, password: &str) -> Result<()> {
        let words = ["sign-in", "--server", &self.address, "--email", &self.email, "--password-stdin"];
        let mut child = self.takecare(&words).stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
        writeln!(child.stdin.take().context("takecare has no input")?, "{password}")?;
        ensure!(child.wait()?.success(), "{} could not sign in", self.email);
        Ok(())
    }
}

/// Starts the hub and returns its address, and with which e-mail address and password to sign in: it prints all three.
fn start_hub(programs: &Programs, desktop: &Desktop, every: u32) -> Result<(String, String, String)> {
    let mut hub = desktop.command(&programs.hub);
    hub.args(["demo", "--listen", "127.0.0.1:0", "--every", &every.to_string(), "--data"]);
    hub.arg(desktop.folder().join("hub")).stdout(Stdio::piped()).stderr(log(desktop, "hub")?);
    let mut hub = hub.spawn().context("can't start the hub")?;
    let mut lines = BufReader::new(hub.stdout.take().context("the hub has no output")?).lines();
    let mut next = || lines.next().context("the hub ended")?.context("the hub's output can't be read");
    let (first, second) = (next()?, next()?);
    let said = || format!("the hub said {first:?} and {second:?}");
    let address = first.strip_prefix("listening on ").with_context(said)?;
    let words = second.strip_prefix("sign in as ").and_then(|words| words.split_once(" with the password "));
    let (email, password) = words.with_context(said)?;
    Ok((address.to_owned(), email.to_owned(), password.to_owned()))
}

fn log(desktop: &Desktop, name: &str) -> Result<File> {
    Ok(File::create(desktop.folder().join(format!("{name}.log")))?)
}
