use anyhow::Result;

use crate::programs::{self, WHOLE};
use crate::setup;
use crate::steps::Steps;
use crate::{command, fuzz, ui};

/// Runs every test there is.
pub fn run() -> Result<()> {
    setup::for_everything()?;
    let mut steps = Steps::default();
    steps.step("the window's pages", || ui::npm(&["test"]));
    // The desktop tests start the programs as they find them beside their own, so these come first.
    steps.step("the programs", || programs::build().map(drop));
    steps.step("everything in Rust", || {
        command::run(command::at_root("cargo", &["test", "--no-fail-fast"]).args(WHOLE))
    });
    steps.step("hostile input", fuzz::briefly);
    steps.finish()
}

/// Tells the stories of the fault table alone.
pub fn faults() -> Result<()> {
    setup::for_everything()?;
    command::run(command::at_root("cargo", &["test"]).args(WHOLE).args(["--test", "table"]))
}
