use anyhow::Result;
use clap::Args;

use crate::{command, environment, programs, setup};

/// What the inspection is to do.
#[derive(Args)]
#[command(disable_help_flag = true)]
pub struct Options {
    /// Understood by the inspection itself, `--help` too
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// Makes the Python environment that schemathesis runs in.
pub fn prepare() -> Result<()> {
    environment::make("openapi-venv", "tests/openapi/requirements.txt").map(drop)
}

/// Compares the hub with its description (`tests/openapi`) as long as it was told to.
pub fn run(options: &Options) -> Result<()> {
    setup::for_everything()?;
    programs::build()?;
    let inspection = programs::target()?.join("debug/openapi");
    command::run(command::at_root(&inspection.to_string_lossy(), &[]).args(&options.arguments))
}
