//! Measures the desktop; `cargo xtask bench desktop` builds what it needs and runs it.
#![allow(clippy::print_stdout, reason = "a command for people at a terminal")]

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use bench::part::{Part, Parts};
use bench::report::Run;
use bench::{burst, day, latency, start};
use clap::Parser;

#[derive(Parser)]
struct Arguments {
    /// The agent's program; the window's is beside it
    #[arg(long)]
    takecare: PathBuf,
    /// The program that does the same job; without it, that yardstick is left out
    #[arg(long)]
    gotify_tray: Option<PathBuf>,
    /// Measures these alone
    #[arg(long, value_delimiter = ',')]
    only: Vec<Part>,
    /// How often each program is started
    #[arg(long, default_value_t = 10)]
    starts: usize,
    /// How long nothing happens, in seconds
    #[arg(long, default_value_t = 60)]
    idle: u64,
    /// How many notifications come then; more than 100,000 the agent does not keep
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    count: u32,
    /// How many single frames are timed
    #[arg(long, default_value_t = 100)]
    samples: usize,
    /// How often a burst and an outage are measured
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// How many notifications a burst and an outage have
    #[arg(long, default_value_t = 10_000)]
    burst: usize,
}

#[tokio::main]
async fn main() -> Result<()> {
    let Arguments { takecare, gotify_tray, only, starts, idle, count, samples, runs, burst } = Arguments::parse();
    let (parts, gotify_tray) = (Parts(only), gotify_tray.as_deref());
    let start = async {
        println!("{starts} starts of each");
        start::measure(&takecare, gotify_tray, starts).await
    };
    let starts = parts.measure(&[Part::Start], start).await?;
    let day = async {
        println!("{idle} s of nothing, {count} notifications, a search, a window");
        day::measure(&takecare, gotify_tray, &parts, Duration::from_secs(idle), count as usize).await
    };
    let day = parts.measure(&[Part::Idle, Part::Flood, Part::Search, Part::Window, Part::Opening], day).await?;
    let toast = async {
        println!("{samples} frames to each, one after the other: {} s or more", samples * 35 / 10);
        latency::measure(&takecare, gotify_tray, samples, latency::PACE).await
    };
    let latency = parts.measure(&[Part::Toast], toast).await?;
    let mut stories = Vec::new();
    for run in (1..=runs).filter(|_| parts.have(&[Part::Burst])) {
        println!("burst and outage of {burst}: {run} of {runs}");
        stories.push(burst::measure(&takecare, burst).await?);
    }
    println!("{}", Run { starts, day, latency, stories, idle, burst }.tables());
    Ok(())
}
