//! `takecare`: the resident program and its command line.

use std::alloc::System;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use agent::allocator::give_back_large_blocks;
use agent::cli::Cli;
use agent::command::{self, CommandError};
use agent::hardening::harden;
use clap::Parser;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use zeroizing_alloc::ZeroAlloc;

/// Wipes whatever is given back: what libraries make of a message on its way is out of our reach in any other way.
#[global_allocator]
static WIPING: ZeroAlloc<System> = ZeroAlloc(System);

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    log_to_stderr();
    match run(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads has seen enough, as `head` has.
        Err(CommandError::Io(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            // Where even this can't be written, the exit code still tells.
            let _ = writeln!(std::io::stderr(), "takecare: {}.", error.to_string().trim_end_matches('.'));
            error.exit_code()
        }
    }
}

async fn run(cli: Cli) -> Result<(), CommandError> {
    give_back_large_blocks();
    if !cli.is_inspectable() {
        harden()?;
    }
    command::run(cli.command, &mut std::io::stdout()).await
}

/// Only our own crates may speak: libraries log what they carry, and that may be private.
fn log_to_stderr() {
    let own = ["agent", "bridge", "client", "store", "takecare"].map(|name| (name, LevelFilter::INFO));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_target(false);
    tracing_subscriber::registry().with(lines).with(Targets::new().with_targets(own)).init();
}
