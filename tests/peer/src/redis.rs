use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Stdio};

use anyhow::{Context, Result};
use rig::Keeper;

/// A Redis that listens on a file in the keeper's folder: nobody else can be there, and nobody else can reach it.
pub struct Redis(Child);

impl Redis {
    /// Starts one. On return it answers.
    pub fn start(keeper: &Keeper) -> Result<Self> {
        let socket = Self::socket(keeper);
        let mut command = keeper.command("redis-server");
        command.args(["--port", "0", "--save", "", "--appendonly", "no", "--unixsocket"]).arg(&socket);
        // A new title would be written over the environment, and with it over the keeper's mark.
        command.args(["--set-proc-title", "no"]);
        command.current_dir(keeper.folder()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().context("can't start redis-server: run `cargo xtask setup`")?;
        rig::until("Redis", || Ok(UnixStream::connect(&socket).ok()))?;
        Ok(Self(child))
    }

    /// Ends it without a goodbye.
    pub fn kill(mut self) -> Result<()> {
        self.0.kill()?;
        self.0.wait()?;
        Ok(())
    }

    /// The file on which the keeper's Redis listens.
    pub fn socket(keeper: &Keeper) -> PathBuf {
        keeper.folder().join("redis.sock")
    }
}
