use anyhow::Result;

use crate::packages::Purpose;
use crate::{command, peer, programs, setup};

/// Measures the hub beside the deployed server in Django (`tests/bench-hub`).
pub fn hub() -> Result<()> {
    setup::system(&[Purpose::Build])?;
    peer::prepare()?;
    let build = ["build", "--release", "--package", "hub", "--package", "bench-hub"];
    command::run(&mut command::at_root("cargo", &build))?;
    let programs = programs::target()?.join("release");
    let mut bench = command::at_root(&programs.join("bench-hub").to_string_lossy(), &["--hub"]);
    command::run(bench.arg(programs.join("hub")))
}
