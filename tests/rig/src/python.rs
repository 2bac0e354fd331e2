use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The Python environment of this name that `cargo xtask setup` makes in the target folder, if it has just these
/// requirements.
///
/// # Errors
/// When it is missing or old.
pub fn environment(name: &str, requirements: &str) -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let is_made = |home: &PathBuf| {
        fs::read_to_string(home.join("requirements.txt")).is_ok_and(|installed| installed == requirements)
    };
    let mut homes = own.ancestors().map(|folder: &Path| folder.join(name));
    homes.find(is_made).with_context(|| format!("{name} is missing or old: run `cargo xtask setup`"))
}
