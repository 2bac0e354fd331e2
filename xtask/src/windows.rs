//! Type-checking for Windows, from Debian. Nothing is linked and nothing runs: what is made for Windows alone is not tested.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::packages::Purpose;
use crate::{command, programs, setup};

const TARGET: &str = "x86_64-pc-windows-gnu";

/// The programs that people get, and with them every crate that these are made of.
const PRODUCT: [&str; 6] = ["--package", "agent", "--package", "window", "--features", "custom-protocol"];

/// SQLite and the ciphers are in C: their build scripts compile them for a check too.
const C_COMPILER: &str = "x86_64-w64-mingw32-gcc-posix";

/// Type-checks the product for Windows. The first time takes some minutes.
pub fn check() -> Result<()> {
    setup::prepare(&[Purpose::Windows])?;
    let mut cargo = if is_installed()? { command::at_root("cargo", &["check"]) } else { debians()? };
    cargo.args(PRODUCT).args(["--target", TARGET, "--target-dir"]).arg(programs::target()?.join("windows"));
    command::run(cargo.env("CC_x86_64_pc_windows_gnu", C_COMPILER))
}

/// Whether the compiler that builds everything else has a standard library for Windows.
fn is_installed() -> Result<bool> {
    let question = ["--print", "target-libdir", "--target", TARGET];
    let folder = command::output(&mut command::at_root("rustc", &question))?;
    Ok(Path::new(folder.trim()).is_dir())
}

/// Debian's own compiler comes with the sources of the standard library, which is then checked too. That is a feature of
/// nightly compilers; `RUSTC_BOOTSTRAP` makes any compiler take it.
fn debians() -> Result<Command> {
    println!("There is no target for Windows here (`rustup target add {TARGET}`), so Debian's compiler does it.");
    setup::system(&[Purpose::WindowsRust])?;
    let mut cargo = command::at_root("/usr/bin/cargo", &["check", "-Zbuild-std=std,panic_abort"]);
    cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTC", "/usr/bin/rustc");
    Ok(cargo)
}
