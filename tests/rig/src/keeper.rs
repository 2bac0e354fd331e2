use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

/// Sees to it that nothing outlives its owner: neither a process nor a file.
///
/// A small shell script (`keeper.sh`) reads from a pipe that only the owner holds. The pipe ends when the keeper is
/// dropped, and also when the owner is killed or stopped with Ctrl-C; then every process that carries the keeper's mark
/// in its environment is ended, however it was started, and the folder is removed.
pub struct Keeper {
    folder: PathBuf,
    script: Child,
}

impl Keeper {
    /// Makes the folder, and starts watching.
    ///
    /// # Errors
    /// When either can't be done.
    pub fn new() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("takecare-").tempdir()?;
        let mut command = Command::new("sh");
        command.args(["-c", include_str!("keeper.sh"), "keeper"]).arg(folder.path());
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        apart(&mut command);
        let script = command.spawn().context("can't start sh")?;
        Ok(Self { folder: folder.keep(), script })
    }

    /// A folder that goes with the keeper.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A command whose process, and all that come from it, end with the keeper, and not earlier by a Ctrl-C.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env("RIG_SESSION", &self.folder).stdin(Stdio::null());
        apart(&mut command);
        command
    }

    /// Ends everything now, and returns when it has ended.
    pub fn close(&mut self) {
        drop(self.script.stdin.take());
        if let Err(error) = self.script.wait() {
            eprintln!("the keeper of {} is gone: {error}", self.folder.display());
        }
    }
}

/// A Ctrl-C at the terminal goes to whole process groups; this one is not meant.
fn apart(command: &mut Command) {
    command.process_group(0);
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.close();
    }
}
