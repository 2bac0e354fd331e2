use std::process::{Child, Command};
use std::time::Instant;

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process};

use crate::patience::until;

/// A program that was started in a session, and ends with it at the latest.
pub struct Program {
    /// The moment before it was started.
    pub started: Instant,
    child: Child,
}

impl Program {
    /// Starts it.
    ///
    /// # Errors
    /// When it can't be started.
    pub fn start(command: &mut Command) -> Result<Self> {
        let started = Instant::now();
        let child = command.spawn().with_context(|| format!("{} can't be started", command.get_program().display()))?;
        Ok(Self { started, child })
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it has not ended by itself.
    ///
    /// # Errors
    /// When the operating system does not say.
    pub fn runs(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_none())
    }

    /// Asks it to end, as a system does that shuts down, and waits until it has.
    ///
    /// # Errors
    /// When it has ended already, or does not.
    pub async fn end(&mut self) -> Result<()> {
        kill_process(Pid::from_child(&self.child), Signal::TERM)?;
        until("a program to end", async || (!self.runs().ok()?).then_some(())).await
    }
}
