use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::sync::{Mutex, OnceLock};

use anyhow::{Context, Result};
use rig::Keeper;
use rustix::process::{Pid, Signal, kill_process};

use crate::{Certificate, free_port};

/// A Redis server of our own.
pub struct Redis {
    /// Whether it is there.
    process: Mutex<Option<Child>>,
    /// Where it speaks TLS, if it does.
    tls_port: Option<u16>,
    keeper: Keeper,
}

impl Redis {
    /// Starts one. On return it answers.
    ///
    /// # Errors
    /// When it can't be started, for want of the Debian package `redis-server` above all.
    pub fn start() -> Result<Self> {
        let this = Self { process: Mutex::default(), tls_port: None, keeper: Keeper::new()? };
        this.start_again()?;
        Ok(this)
    }

    /// The same for one that also speaks TLS, with this certificate.
    ///
    /// # Errors
    /// As [`Redis::start`].
    pub fn start_with_tls(certificate: &Certificate) -> Result<Self> {
        let keeper = Keeper::new()?;
        certificate.write(keeper.folder());
        let mut this = Self { process: Mutex::default(), tls_port: None, keeper };
        loop {
            // It can't choose one by itself, and somebody may take this one first: then it ends at once.
            let free = free_port()?;
            this.tls_port = Some(free);
            this.start_again()?;
            if TcpStream::connect(("127.0.0.1", free)).is_ok() {
                return Ok(this);
            }
            this.kill()?;
        }
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

    /// The address at which it speaks TLS.
    ///
    /// # Panics
    /// When it does not.
    pub fn tls_url(&self) -> String {
        format!("rediss://127.0.0.1:{}/", self.tls_port.expect("it was started with TLS"))
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
        if let Some(port) = self.tls_port {
            let [certificate, key] = Certificate::files(self.keeper.folder());
            server.args(["--bind", "127.0.0.1", "--tls-port"]).arg(port.to_string()).args(["--tls-auth-clients", "no"]);
            server.arg("--tls-cert-file").arg(certificate).arg("--tls-key-file").arg(key);
        }
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
