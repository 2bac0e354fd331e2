use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

/// Sees to it that nothing outlives its owner: neither a process nor a file.
///
/// A small shell script (`keeper.sh`) reads from a pipe that only the owner holds. The pipe ends when the keeper is
/// dropped, and also when the owner is killed or stopped with Ctrl-C; then every process that carries the keeper's mark
/// in its environment or belongs to its process group is ended, and the folder is removed.
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
        // A Ctrl-C at the terminal goes to whole process groups; this one is not meant.
        command.process_group(0);
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
        command.process_group(self.script.id().cast_signed());
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

impl Drop for Keeper {
    fn drop(&mut self) {
        self.close();
    }
}
