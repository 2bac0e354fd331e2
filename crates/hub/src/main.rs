//! The `hub` command: serves TakeCare notifications, adds users, sends.

mod cli;

use std::io;
use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

#[tokio::main]
async fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    // Only the hub's own words: libraries log frames and requests, which hold messages and cookies.
    let own_words = Targets::new().with_target("hub", cli.log);
    tracing_subscriber::registry().with(fmt::layer().with_writer(io::stderr).with_filter(own_words)).init();
    match cli.run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("hub: {error}");
            ExitCode::FAILURE
        }
    }
}
