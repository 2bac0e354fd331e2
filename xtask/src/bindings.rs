use anyhow::Result;

use crate::command;
use crate::programs::WHOLE;

/// The bridge's test that compares the generated types, and writes them when the variable below is set.
const TEST: &str = "the_windows_types_are_these";

/// Writes `ui/src/bindings` anew.
pub fn write() -> Result<()> {
    let mut cargo = command::at_root("cargo", &["test", "--quiet", "--lib"]);
    command::run(cargo.args(WHOLE).arg(TEST).env("TAKECARE_WRITE_BINDINGS", "1"))
}

/// Fails when `ui/src/bindings` are not what the bridge says.
pub fn compare() -> Result<()> {
    let mut cargo = command::at_root("cargo", &["test", "--quiet", "--lib"]);
    command::run(cargo.args(WHOLE).arg(TEST))
}
