use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};
use std::{fs, io};

use anyhow::{Context, Result, ensure};
use rig::Keeper;
use rustix::process::{Pid, Signal, kill_process};

use crate::account::Account;

/// The name of the database user, who may do everything and has no password.
const USER: &str = "hub";

/// What makes it small and quick. It does not wait for the disk: what it has written outlives the server all the same,
/// only not the machine.
const MANNERS: [&str; 8] = [
    "listen_addresses=",
    "fsync=off",
    "full_page_writes=off",
    "max_connections=300",
    "shared_buffers=16MB",
    "max_wal_size=256MB",
    "autovacuum=off",
    "log_min_messages=fatal",
];

/// A PostgreSQL server of our own.
pub struct Postgres {
    /// Whether it is there.
    process: Mutex<Option<Child>>,
    account: Account,
    programs: PathBuf,
    folder: PathBuf,
    made: AtomicU32,
    keeper: Keeper,
}

impl Postgres {
    /// Makes a cluster and starts its server. On return it answers.
    ///
    /// # Errors
    /// When it can't be started, for want of the Debian package `postgresql` above all.
    pub fn start() -> Result<Self> {
        let (keeper, account) = (Keeper::new()?, Account::find()?);
        // The other user has to come through to a folder of its own.
        fs::set_permissions(keeper.folder(), fs::Permissions::from_mode(0o711))?;
        let folder = keeper.folder().join("postgres");
        fs::create_dir(&folder)?;
        account.own(&folder)?;
        let this =
            Self { process: Mutex::default(), account, programs: programs()?, folder, made: AtomicU32::new(0), keeper };
        let mut init = this.command("initdb");
        init.arg("-D").arg(this.data()).args(["-U", USER, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]);
        ensure!(init.status()?.success(), "initdb failed");
        this.start_again()?;
        Ok(this)
    }

    /// The one for all stories that do nothing to it. It ends with the test program.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Postgres> = OnceLock::new();
        SHARED.get_or_init(|| Self::start().unwrap())
    }

    /// The address of a new, empty database.
    ///
    /// # Errors
    /// When it can't be made.
    pub fn database(&self) -> Result<String> {
        let name = format!("ward_{}", self.made.fetch_add(1, Ordering::Relaxed));
        let mut create = self.command("createdb");
        create.arg("-h").arg(&self.folder).args(["-U", USER, "--strategy=file_copy", &name]);
        ensure!(create.status()?.success(), "createdb failed");
        let host = self.folder.to_str().context("a folder with a strange name")?.replace('/', "%2F");
        Ok(format!("postgres://{USER}@{host}/{name}"))
    }

    /// Ends it as a crash would: open transactions are lost, committed ones are found again at the next start.
    ///
    /// # Errors
    /// When it can't be ended.
    pub fn crash(&self) -> Result<()> {
        let Some(mut process) = self.process.lock().unwrap().take() else {
            return Ok(());
        };
        kill_process(Pid::from_child(&process), Signal::QUIT)?;
        process.wait()?;
        Ok(())
    }

    /// Starts it again where it was. On return it answers.
    ///
    /// # Errors
    /// When it can't be started.
    pub fn start_again(&self) -> Result<()> {
        let mut server = self.command("postgres");
        server.arg("-D").arg(self.data()).arg("-k").arg(&self.folder);
        server.args(MANNERS.iter().flat_map(|manner| ["-c", manner]));
        *self.process.lock().unwrap() = Some(server.spawn().context("can't start postgres")?);
        rig::until("PostgreSQL", || {
            let asked = self.command("pg_isready").arg("-h").arg(&self.folder).status()?;
            Ok(asked.success().then_some(()))
        })
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn command(&self, program: &str) -> Command {
        let mut command = self.keeper.command(self.programs.join(program));
        command.current_dir(&self.folder).stdout(Stdio::null()).stderr(Stdio::null());
        self.account.run(&mut command);
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Err(error) = self.crash() {
            eprintln!("PostgreSQL can't be ended: {error}");
        }
    }
}

/// All that is in a database.
pub async fn dump(database: &str) -> io::Result<Vec<u8>> {
    let program = programs().map_err(io::Error::other)?.join("pg_dump");
    let dumped = tokio::process::Command::new(program).args(["--dbname", database]).output().await?;
    if dumped.status.success() { Ok(dumped.stdout) } else { Err(io::Error::other("pg_dump failed")) }
}

/// Debian keeps the programs of each version apart and off the path.
fn programs() -> Result<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<_> = versions.map(|version| version.path().join("bin")).filter(|bin| has_server(bin)).collect();
    found.sort();
    found.pop().context("there is no PostgreSQL in /usr/lib/postgresql: run `cargo xtask setup`")
}

fn has_server(bin: &Path) -> bool {
    bin.join("postgres").exists() && bin.join("initdb").exists()
}
