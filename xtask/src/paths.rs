use anyhow::{Result, ensure};

use crate::command;

/// Where people's own folders are; the brackets keep this line from finding itself.
const HOMES: &str = "(/[r]oot/|/[h]ome/[a-z]|/[U]sers/[a-z]|/[w]ork/[a-z])";

/// Fails when a file of the project names a place that exists on one machine only.
pub fn check() -> Result<()> {
    let mut grep = command::at_root("git", &["grep", "-nIE", HOMES, "--", ":!ui/package-lock.json"]);
    let found = String::from_utf8_lossy(&grep.output()?.stdout).into_owned();
    ensure!(found.is_empty(), "paths of one machine:\n{found}");
    Ok(())
}
