use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::sync::{Mutex, OnceLock};

use anyhow::{Context, Result};
use rig::Keeper;
use rustix::process::{Pid, Signal, kill_process};

/// A Redis server of our own.
pub struct Redis {
    /// Whether it is there.
    process: Mutex<Option<Child>>,
    keeper: Keeper,
}

impl Redis {
    /// Starts one. On return it answers.
    ///
    /// # Errors
    /// When it can't be started, for want of the Debian package `redis-server` above all.
    pub fn start() -> Result<Self> {
        let this = Self { process: Mutex::default(), keeper: Keeper::new()? };
        this.start_again()?;
        Ok(this)
    }

    /// The one for all stories that do nothing to it. It ends with the test program.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Redis> = OnceLock::new();
        SHARED.get_or_init(|| Self::start().unwrap())
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("unix://{}", self.socket().display())
    }

    /// Ends it without a goodbye.
    ///
    /// # Errors
    /// When it can't be ended.
    pub fn kill(&self) -> Result<()> {
        if let Some(mut process) = self.process.lock().unwrap().take() {
            process.kill()?;
            process.wait()?;
        }
        Ok(())
    }

    /// Lets it answer nothing, and its connections stay open.
    ///
    /// # Errors
    /// When it is not there.
    pub fn freeze(&self) -> Result<()> {
        self.signal(Signal::STOP)
    }

    /// Lets it answer again.
    ///
    /// # Errors
    /// When it is not there.
    pub fn thaw(&self) -> Result<()> {
        self.signal(Signal::CONT)
    }

    fn signal(&self, signal: Signal) -> Result<()> {
        let process = self.process.lock().unwrap();
        Ok(kill_process(Pid::from_child(process.as_ref().context("it is not there")?), signal)?)
    }

    /// Starts it again where it was. On return it answers.
    ///
    /// # Errors
    /// When it can't be started.
    pub fn start_again(&self) -> Result<()> {
        let mut server = self.keeper.command("redis-server");
        server.args(["--port", "0", "--save", "", "--appendonly", "no", "--unixsocket"]).arg(self.socket());
        // A new title would be written over the environment, and with it over the keeper's mark.
        server.args(["--set-proc-title", "no"]);
        server.current_dir(self.keeper.folder()).stdout(Stdio::null()).stderr(Stdio::null());
        let process = server.spawn().context("can't start redis-server: run `cargo xtask setup`")?;
        *self.process.lock().unwrap() = Some(process);
        rig::until("Redis", || Ok(self.answers().then_some(())))
    }

    fn answers(&self) -> bool {
        let mut answer = [0; 7];
        let asked = UnixStream::connect(self.socket()).and_then(|mut redis| {
            redis.write_all(b"PING\r\n")?;
            redis.read_exact(&mut answer)
        });
        asked.is_ok() && &answer == b"+PONG\r\n"
    }

    fn socket(&self) -> PathBuf {
        self.keeper.folder().join("redis.sock")
    }
}
