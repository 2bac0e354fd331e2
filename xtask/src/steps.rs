use std::time::Instant;

use anyhow::{Result, bail};

/// Named steps, one after the other; a failed one does not keep the next from running.
#[derive(Default)]
pub struct Steps {
    lines: Vec<String>,
    failed: Vec<String>,
}

impl Steps {
    /// Runs a step and takes its time.
    pub fn step(&mut self, name: &str, run: impl FnOnce() -> Result<()>) {
        println!("\n=== {name}");
        let start = Instant::now();
        let result = run();
        let seconds = start.elapsed().as_secs_f32();
        let word = if result.is_ok() { "ok" } else { "FAILED" };
        self.lines.push(format!("{word:6} {seconds:7.1} s  {name}"));
        if let Err(error) = result {
            println!("{error:#}");
            self.failed.push(format!("{name}: {error:#}"));
        }
    }

    /// Lists all steps and their times.
    ///
    /// # Errors
    /// With every failure, when there was one.
    pub fn finish(self) -> Result<()> {
        println!("\n{}", self.lines.join("\n"));
        match self.failed.len() {
            0 => Ok(()),
            count => bail!("{count} of {} steps failed\n{}", self.lines.len(), self.failed.join("\n")),
        }
    }
}
