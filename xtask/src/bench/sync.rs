use anyhow::Result;

use crate::packages::Purpose;
use crate::{command, environment, programs, setup};

/// Measures frame to toast, burst, catch-up and idle requests beside their yardsticks (`tests/bench`).
pub fn sync() -> Result<()> {
    setup::prepare(&[Purpose::Build, Purpose::Desktop, Purpose::Bench, Purpose::Check])?;
    let yardstick = environment::make("gotify-tray-venv", "tests/bench/requirements.txt")?;
    command::run(&mut command::at_root("cargo", &["build", "--release", "--package", "agent", "--package", "bench"]))?;
    let programs = programs::target()?.join("release");
    let mut bench = command::at_root(&programs.join("bench").to_string_lossy(), &["--takecare"]);
    bench.arg(programs.join("takecare")).arg("--gotify-tray").arg(yardstick.join("bin/gotify-tray"));
    command::run(&mut bench)
}
