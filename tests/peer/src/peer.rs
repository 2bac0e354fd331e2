use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Stdio};

use anyhow::{Context, Result, ensure};
use rig::Keeper;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use url::Url;
use uuid::Uuid;

use crate::{Draft, Faults, Row, python};

/// The Django project.
const SERVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/server");

/// Somebody who is to have an account.
#[derive(Serialize)]
pub struct NewUser<'a> {
    /// What they sign in with.
    pub email: &'a str,
    /// What others see.
    pub name: &'a str,
    /// What they sign in with, too.
    pub password: &'a str,
    /// Whether they may write to others by REST.
    pub is_staff: bool,
}

/// A running peer with a database and a Redis of its own. All of it ends when this is dropped, or its owner dies.
pub struct Peer {
    base_url: Url,
    http: reqwest::Client,
    _server: Child,
    _redis: Child,
    _keeper: Keeper,
}

impl Peer {
    /// Starts one. On return it answers.
    ///
    /// # Errors
    /// When Redis or the Python environment is missing, or a program does not get ready; the peer's log is in it.
    pub async fn start() -> Result<Self> {
        tokio::task::spawn_blocking(Self::open).await?
    }

    fn open() -> Result<Self> {
        // Fails only when another was first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let keeper = Keeper::new()?;
        let redis = redis(&keeper)?;
        let mut server = django(&keeper)?;
        let base_url = address(&mut server).with_context(|| log_of(keeper.folder()))?;
        // No connection is kept: several tests, each with a runtime of its own, may share one peer.
        let http = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build()?;
        Ok(Self { base_url, http, _server: server, _redis: redis, _keeper: keeper })
    }

    /// The address that a client is given.
    pub fn base_url(&self) -> Url {
        self.base_url.clone()
    }

    /// Switches faults, from now on and for everybody.
    ///
    /// # Errors
    /// When the peer does not do it; so for all commands.
    pub async fn faults(&self, faults: &Faults) -> Result<()> {
        self.command("faults", faults).await
    }

    /// Forgets all users and their rows; the faults are as they were at the start.
    ///
    /// # Errors
    /// As [`Peer::faults`].
    pub async fn reset(&self) -> Result<()> {
        self.command("reset", &json!({})).await
    }

    /// Adds somebody who can sign in.
    ///
    /// # Errors
    /// As [`Peer::faults`].
    pub async fn add_user(&self, user: &NewUser<'_>) -> Result<Uuid> {
        self.command("add-user", user).await
    }

    /// Deactivates somebody, who can still sign in and open sockets, but use no REST (section 1.2).
    ///
    /// # Errors
    /// As [`Peer::faults`].
    pub async fn deactivate(&self, user: Uuid) -> Result<()> {
        self.command("deactivate", &json!({ "user": user })).await
    }

    /// Changes a password, which ends the sessions made with the old one.
    ///
    /// # Errors
    /// As [`Peer::faults`].
    pub async fn change_password(&self, user: Uuid, password: &str) -> Result<()> {
        self.command("change-password", &json!({ "user": user, "password": password })).await
    }

    /// Ends all sessions of a user; open sockets stay open.
    ///
    /// # Errors
    /// As [`Peer::faults`].
    pub async fn end_sessions(&self, user: Uuid) -> Result<()> {
        self.command("end-sessions", &json!({ "user": user })).await
    }

    /// Writes a row and pushes it; `None` when the peer takes it for unsendable.
    ///
    /// # Errors
    /// As [`Peer::faults`].
    pub async fn send(&self, user: Uuid, draft: &Draft) -> Result<Option<Uuid>> {
        Ok(self.send_burst(user, draft, 1).await?.pop())
    }

    /// Writes so many rows, and pushes them as fast as it can.
    ///
    /// # Errors
    /// As [`Peer::faults`].
    pub async fn send_burst(&self, user: Uuid, draft: &Draft, times: usize) -> Result<Vec<Uuid>> {
        self.command("send", &json!({ "user": user, "draft": draft, "times": times })).await
    }

    /// Writes a row as the web site's booking does: nobody is told (section 6).
    ///
    /// # Errors
    /// As [`Peer::faults`].
    pub async fn write_row(&self, user: Uuid, draft: &Draft) -> Result<Uuid> {
        self.command("write-row", &json!({ "user": user, "draft": draft })).await
    }

    /// All that is stored for a user, oldest first.
    ///
    /// # Errors
    /// As [`Peer::faults`].
    pub async fn rows_of(&self, user: Uuid) -> Result<Vec<Row>> {
        self.command("rows", &json!({ "user": user })).await
    }

    async fn command<T: DeserializeOwned>(&self, name: &str, body: &(impl Serialize + ?Sized)) -> Result<T> {
        let address = self.base_url.join("_peer/")?.join(name)?;
        let answer = self.http.post(address).json(body).send().await?;
        ensure!(answer.status() == 200, "the peer refuses {name}: {}\n{}", answer.status(), answer.text().await?);
        let mut answer: Value = answer.json().await?;
        Ok(serde_json::from_value(answer["result"].take())?)
    }
}

/// Redis listens on a file in the keeper's folder: nobody else can be there, and nobody else can reach it.
fn redis(keeper: &Keeper) -> Result<Child> {
    let socket = keeper.folder().join("redis.sock");
    let mut command = keeper.command("redis-server");
    command.args(["--port", "0", "--save", "", "--appendonly", "no", "--unixsocket"]).arg(&socket);
    // A new title would be written over the environment, and with it over the keeper's mark.
    command.args(["--set-proc-title", "no"]);
    command.current_dir(keeper.folder()).stdout(Stdio::null()).stderr(Stdio::null());
    let child = command.spawn().context("can't start redis-server: run `cargo xtask setup`")?;
    rig::until("Redis", || Ok(UnixStream::connect(&socket).ok()))?;
    Ok(child)
}

fn django(keeper: &Keeper) -> Result<Child> {
    let mut command = keeper.command(python::find()?);
    command.arg("serve.py").current_dir(SERVER).env("PYTHONDONTWRITEBYTECODE", "1");
    command.env("PEER_FOLDER", keeper.folder());
    command.env("PEER_REDIS", format!("unix://{}", keeper.folder().join("redis.sock").display()));
    command.stdout(Stdio::piped()).stderr(File::create(keeper.folder().join("peer.log"))?);
    command.spawn().context("can't start Python")
}

/// The peer prints its address once it listens.
fn address(server: &mut Child) -> Result<Url> {
    let output = server.stdout.take().context("the peer has no output")?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    let address = line.trim().strip_prefix("listening on ").context("the peer ended before it listened")?;
    Ok(address.parse()?)
}

fn log_of(folder: &Path) -> String {
    fs::read_to_string(folder.join("peer.log")).unwrap_or_else(|error| format!("and there is no log: {error}"))
}
