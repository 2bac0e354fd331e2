use std::process::Command;

use anyhow::Result;

use crate::packages::Purpose;
use crate::programs::WHOLE;
use crate::steps::Steps;
use crate::{arrows, bench, bindings, command, fuzz, licences, paths, setup, spelling, ui};

/// The gate before every commit: all that can be seen without running the product.
pub fn run() -> Result<()> {
    setup::prepare(&[Purpose::Build, Purpose::Check])?;
    let mut steps = Steps::default();
    steps.step("format", || {
        cargo(&["fmt", "--all", "--check"])?;
        cargo(&["fmt", "--check", "--manifest-path", bench::SQLCIPHER])?;
        cargo(&["fmt", "--check", "--manifest-path", fuzz::MANIFEST])
    });
    steps.step("spelling", spelling::check);
    steps.step("no paths of one machine", paths::check);
    steps.step("arrows between crates", arrows::check);
    steps.step("licences and sources", licences::check);
    steps.step("the window's pages", || ui::npm(&["run", "check"]));
    steps.step("lints", || {
        let mut clippy = command::at_root("cargo", &["clippy", "--all-targets"]);
        command::run(clippy.args(WHOLE).args(["--", "--deny", "warnings"]))?;
        fuzz::lint()
    });
    steps.step("documentation", document);
    steps.step("generated types", bindings::compare);
    steps.finish()
}

fn document() -> Result<()> {
    let mut doc = command::at_root("cargo", &["doc", "--no-deps"]);
    command::run(doc.args(WHOLE).env("RUSTDOCFLAGS", "--deny warnings"))
}

fn cargo(arguments: &[&str]) -> Result<()> {
    command::run(Command::new("cargo").args(arguments).current_dir(command::root()))
}
