use anyhow::Result;
use clap::Args;

use crate::packages::Purpose;
use crate::{command, environment, programs, setup};

/// The programs as people get them, and the one that measures them.
const BUILD: [&str; 10] = [
    "build",
    "--release",
    "--package",
    "agent",
    "--package",
    "window",
    "--package",
    "bench",
    "--features",
    "custom-protocol",
];

/// What is measured, and how often.
#[derive(Args)]
pub struct Options {
    /// Handed on to the bench: `--only idle,search` measures these alone; `target/release/bench --help` tells all
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    options: Vec<String>,
}

/// Measures how light and how fast the desktop is, beside its yardsticks (`tests/bench`).
pub fn desktop(Options { options }: &Options) -> Result<()> {
    setup::prepare(&[Purpose::Build, Purpose::Desktop, Purpose::Bench, Purpose::Check])?;
    let yardstick = environment::make("gotify-tray-venv", "tests/bench/requirements.txt")?;
    command::run(&mut command::at_root("cargo", &BUILD))?;
    let programs = programs::target()?.join("release");
    let mut bench = command::at_root(&programs.join("bench").to_string_lossy(), &["--takecare"]);
    bench.arg(programs.join("takecare")).arg("--gotify-tray").arg(yardstick.join("bin/gotify-tray"));
    command::run(bench.args(options))
}
