use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::command::{self, root};

/// Runs npm in the window's folder.
pub fn npm(arguments: &[&str]) -> Result<()> {
    command::run(Command::new("npm").args(arguments).current_dir(root().join("ui")))
}

/// Installs the packages of `package-lock.json`, unless they are there.
pub fn install() -> Result<()> {
    let ui = root().join("ui");
    let stamp = ui.join("node_modules/.takecare-installed");
    if is_newer(&stamp, newest(&ui.join("package-lock.json"))?) {
        return Ok(());
    }
    npm(&["ci", "--no-audit", "--no-fund"])?;
    fs::write(&stamp, "").with_context(|| format!("can't write {}", stamp.display()))
}

/// Builds the pages, unless they are newer than everything they are made of.
pub fn build() -> Result<()> {
    let ui = root().join("ui");
    let sources = ["src", "index.html", "package-lock.json", "vite.config.ts", "svelte.config.js", "../icons"];
    let newest = sources.iter().map(|source| newest(&ui.join(source))).collect::<Result<Vec<_>>>()?;
    let stamp = ui.join("dist/index.html");
    match newest.into_iter().max() {
        Some(newest) if is_newer(&stamp, newest) => Ok(()),
        _ => npm(&["run", "build"]),
    }
}

fn is_newer(stamp: &Path, than: SystemTime) -> bool {
    fs::metadata(stamp).and_then(|stamp| stamp.modified()).is_ok_and(|stamp| stamp > than)
}

/// When this file, or anything in this folder, was changed last.
fn newest(path: &Path) -> Result<SystemTime> {
    let about = || format!("can't look at {}", path.display());
    let own = fs::metadata(path).with_context(about)?;
    let mut newest = own.modified()?;
    if own.is_dir() {
        for entry in fs::read_dir(path).with_context(about)? {
            newest = newest.max(self::newest(&entry?.path())?);
        }
    }
    Ok(newest)
}
