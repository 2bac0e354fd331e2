use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::command;

/// The one feature set: with any other, cargo would compile the same libraries twice.
pub const WHOLE: [&str; 3] = ["--workspace", "--features", "custom-protocol"];

/// The programs that are started by name; the agent finds the window beside itself.
pub struct Programs {
    /// The demo server.
    pub hub: PathBuf,
    /// The agent and its command line.
    pub takecare: PathBuf,
}

/// Builds hub, agent and window. The window's pages must have been built.
pub fn build() -> Result<Programs> {
    command::run(command::at_root("cargo", &["build"]).args(WHOLE))?;
    let folder = target()?.join("debug");
    Ok(Programs { hub: folder.join("hub"), takecare: folder.join("takecare") })
}

/// Where cargo and these commands put what they make; `CARGO_TARGET_DIR` may move it.
pub fn target() -> Result<PathBuf> {
    let metadata = command::output(&mut command::at_root("cargo", &["metadata", "--format-version=1", "--no-deps"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    metadata["target_directory"].as_str().map(PathBuf::from).context("cargo metadata names no target folder")
}
