//! `takecare`: the resident program and its command line.

use std::alloc::System;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use agent::allocator::keep_little;
use agent::cli::{Cli, Command};
use agent::command::{self, CommandError};
use agent::hardening::harden;
use agent::log;
use bridge::Profile;
use clap::Parser;
use zeroizing_alloc::ZeroAlloc;

/// Wipes whatever is given back: what libraries make of a message on its way is out of our reach in any other way.
#[global_allocator]
static WIPING: ZeroAlloc<System> = ZeroAlloc(System);

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
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
    keep_little();
    begin_log(&cli)?;
    if !cli.is_inspectable() {
        harden()?;
    }
    command::run(cli.command, &mut std::io::stdout()).await
}

/// The resident program keeps its log; where it can't, it runs all the same.
fn begin_log(cli: &Cli) -> Result<(), CommandError> {
    let folder = match &cli.command {
        Some(Command::Agent { .. }) => log::folder(&Profile::from_env()?).ok(),
        _ => None,
    };
    if let Err(error) = log::begin(folder.as_deref()) {
        tracing::warn!("{error}");
    }
    Ok(())
}
