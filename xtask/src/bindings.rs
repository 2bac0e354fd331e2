use anyhow::Result;

use crate::command;
use crate::programs::WHOLE;

/// The bridge's tests that compare what is generated, and write it when the variable below is set.
const TESTS: &str = "generated_";

/// Writes `ui/src/bindings` and `docs/settings.md` anew.
pub fn write() -> Result<()> {
    let mut cargo = command::at_root("cargo", &["test", "--quiet", "--lib"]);
    command::run(cargo.args(WHOLE).arg(TESTS).env("TAKECARE_WRITE_BINDINGS", "1"))
}

/// Fails when these are not what the bridge says.
pub fn compare() -> Result<()> {
    let mut cargo = command::at_root("cargo", &["test", "--quiet", "--lib"]);
    command::run(cargo.args(WHOLE).arg(TESTS))
}
