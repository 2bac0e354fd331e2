use std::process::Command;

use anyhow::Result;

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

/// Installs and builds what `tests/bench` needs, and returns its command that measures this beside gotify-tray.
pub fn gotify_tray(what: &str) -> Result<Command> {
    setup::prepare(&[Purpose::Build, Purpose::Desktop, Purpose::Bench, Purpose::Check])?;
    let yardstick = environment::make("gotify-tray-venv", "tests/bench/requirements.txt")?;
    command::run(&mut command::at_root("cargo", &BUILD))?;
    let programs = programs::target()?.join("release");
    let mut bench = command::at_root(&programs.join("bench").to_string_lossy(), &[what, "--takecare"]);
    bench.arg(programs.join("takecare")).arg("--gotify-tray").arg(yardstick.join("bin/gotify-tray"));
    Ok(bench)
}
