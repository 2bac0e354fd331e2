use anyhow::Result;
use clap::Args;

use super::beside;
use crate::command;

/// How much is measured.
#[derive(Args)]
pub struct Options {
    /// How many notifications go through the agent, 100,000 at most
    #[arg(long, default_value_t = 100_000)]
    count: u32,
}

/// Measures memory, idle time, start, frame to toast and a flood beside their yardsticks (`tests/bench`).
pub fn desktop(options: &Options) -> Result<()> {
    command::run(beside::gotify_tray("desktop")?.arg("--count").arg(options.count.to_string()))
}
