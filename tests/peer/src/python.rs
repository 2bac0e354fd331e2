use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

/// What must be installed.
const REQUIREMENTS: &str = include_str!("../server/requirements.txt");

/// The Python of the environment that `cargo xtask setup` makes in the target folder.
pub fn find() -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let is_made = |home: &PathBuf| {
        fs::read_to_string(home.join("requirements.txt")).is_ok_and(|installed| installed == REQUIREMENTS)
    };
    let mut homes = own.ancestors().map(|folder| folder.join("peer-venv"));
    let home = homes.find(is_made).context("the peer's Python is missing or old: run `cargo xtask setup`")?;
    Ok(home.join("bin/python"))
}
