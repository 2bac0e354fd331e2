use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::command;

/// The one feature set: with any other, cargo would compile the same libraries twice.
pub const WHOLE: [&str; 3] = ["--workspace", "--features", "custom-protocol"];

/// The programs alone, as people get them.
const PROGRAMS: [&str; 9] =
    ["--release", "--package", "hub", "--package", "agent", "--package", "window", "--features", "custom-protocol"];

/// The programs that are started by name; the agent finds the window beside itself.
pub struct Programs {
    /// The demo server.
    pub hub: PathBuf,
    /// The agent and its command line.
    pub takecare: PathBuf,
}

/// How programs are compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Quickly.
    Dev,
    /// As people get them.
    Release,
}

/// Builds hub, agent and window. The window's pages must have been built.
pub fn build(profile: Profile) -> Result<Programs> {
    let mut cargo = command::at_root("cargo", &["build"]);
    match profile {
        Profile::Dev => cargo.args(WHOLE),
        // No tests are compiled this way, so nothing would be shared with them.
        Profile::Release => cargo.args(PROGRAMS),
    };
    command::run(&mut cargo)?;
    let folder = target()?.join(match profile {
        Profile::Dev => "debug",
        Profile::Release => "release",
    });
    Ok(Programs { hub: folder.join("hub"), takecare: folder.join("takecare") })
}

/// Where cargo and these commands put what they make; `CARGO_TARGET_DIR` may move it.
pub fn target() -> Result<PathBuf> {
    let metadata = command::output(&mut command::at_root("cargo", &["metadata", "--format-version=1", "--no-deps"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    metadata["target_directory"].as_str().map(PathBuf::from).context("cargo metadata names no target folder")
}
