use anyhow::Result;
use clap::Args;

use crate::{command, programs, setup};

/// What the soak is to do.
#[derive(Args)]
#[command(disable_help_flag = true)]
pub struct Options {
    /// Understood by the soak itself, `--help` too
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// Builds all programs, and lets the soak (`tests/soak`) run as long as it was told to.
pub fn run(options: &Options) -> Result<()> {
    setup::for_everything()?;
    programs::build()?;
    let soak = programs::target()?.join("debug/soak");
    command::run(command::at_root(&soak.to_string_lossy(), &[]).args(&options.arguments))
}
