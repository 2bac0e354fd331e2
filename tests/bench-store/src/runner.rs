use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result};
use yardstick::{Answer, Order};

/// One contestant's process. It ends when it is dropped.
pub struct Runner {
    process: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Runner {
    /// Starts a program in this role, with a new database somewhere in the folder.
    pub fn start(program: &Path, role: Option<&str>, folder: &Path) -> Result<Self> {
        let home = tempfile::Builder::new().disable_cleanup(true).tempdir_in(folder)?;
        let mut command = Command::new(program);
        // As the agent has its allocator do it: large blocks go back to the system at once.
        command.env("MALLOC_MMAP_THRESHOLD_", "131072");
        command.args(role).arg(home.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().with_context(|| format!("can't start {}", program.display()))?;
        let orders = process.stdin.take().context("no way to tell it anything")?;
        let answers = process.stdout.take().context("no way to hear it")?;
        Ok(Self { process, orders, answers: BufReader::new(answers) })
    }

    /// Has an order followed.
    pub fn ask(&mut self, order: &Order) -> Result<Answer> {
        writeln!(self.orders, "{}", serde_json::to_string(order)?)?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        serde_json::from_str(&answer).with_context(|| format!("a contestant ended at {order:?}"))
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone and waited for.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
