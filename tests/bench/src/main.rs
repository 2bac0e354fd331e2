//! Measures the desktop's sync; `cargo xtask bench sync` builds what it needs and runs it.
#![allow(clippy::print_stdout, reason = "a command for people at a terminal")]

use std::path::PathBuf;
use std::time::Duration;

use bench::report::Run;
use bench::{burst, latency};
use clap::Parser;

#[derive(Parser)]
struct Arguments {
    /// The agent's program
    #[arg(long)]
    takecare: PathBuf,
    /// The program that does the same job; without it, that yardstick is left out
    #[arg(long)]
    gotify_tray: Option<PathBuf>,
    /// How many single frames are timed
    #[arg(long, default_value_t = 100)]
    samples: usize,
    /// How often a burst and an outage are measured
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// How many notifications a burst and an outage have
    #[arg(long, default_value_t = 10_000)]
    count: usize,
    /// How long requests are counted while nothing happens, in seconds
    #[arg(long, default_value_t = 120)]
    idle: u64,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Arguments { takecare, gotify_tray, samples, runs, count, idle } = Arguments::parse();
    println!("{samples} frames to each, one after the other: {} s or more", samples * 35 / 10);
    let latency = latency::measure(&takecare, gotify_tray.as_deref(), samples, latency::PACE).await?;
    let mut stories = Vec::new();
    for run in 1..=runs {
        println!("burst and outage of {count}: {run} of {runs}");
        let idle = (run == runs).then(|| Duration::from_secs(idle));
        stories.push(burst::measure(&takecare, count, idle).await?);
    }
    println!("{}", Run { latency, stories, count }.tables());
    Ok(())
}
