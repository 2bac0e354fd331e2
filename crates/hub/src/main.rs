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
    allow_many_sockets();
    match cli.run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("hub: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Each socket is an open file, and many systems allow 1,024 to those who ask for no more.
#[cfg(unix)]
fn allow_many_sockets() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit }) {
        tracing::warn!("only {:?} files and sockets may be open at once: {error}", limit.current);
    }
}

/// Windows knows no such limit.
#[cfg(not(unix))]
fn allow_many_sockets() {}
