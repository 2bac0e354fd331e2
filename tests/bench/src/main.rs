//! Measures the desktop; `cargo xtask bench sync` and `cargo xtask bench desktop` build what it needs and run it.
#![allow(clippy::print_stdout, reason = "a command for people at a terminal")]

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use bench::report::{Desktop, Run};
use bench::{burst, day, latency, start};
use clap::{Args, Parser, Subcommand};

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    course: Course,
}

#[derive(Subcommand)]
enum Course {
    /// How soon a toast comes, how long a burst and an outage take, and how often an idle agent asks
    Sync(Sync),
    /// What the agent takes of the machine, and how soon it is there
    Desktop(Light),
}

#[derive(Args)]
struct Programs {
    /// The agent's program; the window's is beside it
    #[arg(long)]
    takecare: PathBuf,
    /// The program that does the same job; without it, that yardstick is left out
    #[arg(long)]
    gotify_tray: Option<PathBuf>,
}

#[derive(Args)]
struct Sync {
    #[command(flatten)]
    programs: Programs,
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

#[derive(Args)]
struct Light {
    #[command(flatten)]
    programs: Programs,
    /// How often each program is started
    #[arg(long, default_value_t = 10)]
    starts: usize,
    /// How many single frames are timed
    #[arg(long, default_value_t = 30)]
    samples: usize,
    /// How long nothing happens, in seconds
    #[arg(long, default_value_t = 60)]
    idle: u64,
    /// How many notifications come then; more than 100,000 the agent does not keep
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    count: u32,
}

#[tokio::main]
async fn main() -> Result<()> {
    match Arguments::parse().course {
        Course::Sync(options) => sync(options).await,
        Course::Desktop(options) => desktop(options).await,
    }
}

async fn sync(Sync { programs, samples, runs, count, idle }: Sync) -> Result<()> {
    let Programs { takecare, gotify_tray } = programs;
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

async fn desktop(Light { programs, starts, samples, idle, count }: Light) -> Result<()> {
    let Programs { takecare, gotify_tray } = programs;
    println!("{starts} starts of each");
    let starts = start::measure(&takecare, gotify_tray.as_deref(), starts).await?;
    println!("{samples} frames to each, one after the other: {} s or more", samples * 35 / 10);
    let latency = latency::measure(&takecare, gotify_tray.as_deref(), samples, latency::PACE).await?;
    println!("{idle} s of nothing, {count} notifications, a search, a window");
    let idle_time = Duration::from_secs(idle);
    let day = day::measure(&takecare, gotify_tray.as_deref(), idle_time, count as usize).await?;
    println!("{}", Desktop { starts, latency, day, idle }.tables());
    Ok(())
}
