use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use anyhow::{Context, Result, ensure};
use rig::Keeper;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use services::{Certificate, Redis};
use url::Url;
use uuid::Uuid;

use crate::{Draft, Faults, Row};

/// What must be installed for it.
const REQUIREMENTS: &str = include_str!("../server/requirements.txt");
/// The Django project.
const SERVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/server");

/// With what its Django signs sessions, as `server/takecare/settings.py` has it.
pub const SECRET_KEY: &str = "a peer on a loopback port keeps no secrets";

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
    certificate: Option<Certificate>,
    redis: Redis,
    server: Child,
    /// With it the server ends, and its database goes.
    _keeper: Keeper,
}

impl Peer {
    /// Starts one. On return it answers.
    ///
    /// # Errors
    /// When Redis or the Python environment is missing, or a program does not get ready; the peer's log is in it.
    pub async fn start() -> Result<Self> {
        tokio::task::spawn_blocking(|| Self::open(false, None)).await?
    }

    /// Starts one on a PostgreSQL database, as `postgres://user@host/name`, in which it makes its tables.
    ///
    /// # Errors
    /// As [`Peer::start`].
    pub async fn start_on(database: &str) -> Result<Self> {
        let database = database.to_owned();
        tokio::task::spawn_blocking(move || Self::open(false, Some(&database))).await?
    }

    /// Starts one that speaks https only, so that Django's rules about origins hold (section 1.3).
    ///
    /// # Errors
    /// As [`Peer::start`].
    pub async fn start_secure() -> Result<Self> {
        tokio::task::spawn_blocking(|| Self::open(true, None)).await?
    }

    fn open(secure: bool, database: Option<&str>) -> Result<Self> {
        // Fails only when another was first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let keeper = Keeper::new()?;
        let redis = Redis::start()?;
        let certificate = secure.then(Certificate::make);
        if let Some(certificate) = &certificate {
            certificate.write(keeper.folder());
        }
        let mut server = django(&keeper, &redis, secure, database)?;
        let base_url = address(&mut server).with_context(|| log_of(keeper.folder()))?;
        // No connection is kept: several tests, each with a runtime of its own, may share one peer.
        let mut http = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0);
        if let Some(certificate) = &certificate {
            http = http.tls_certs_only([reqwest::Certificate::from_pem(certificate.authority.as_bytes())?]);
        }
        Ok(Self { base_url, http: http.build()?, certificate, redis, server, _keeper: keeper })
    }

    /// The certificate, as PEM, of the authority that a client must trust besides the system's; `None` without https.
    pub fn authority(&self) -> Option<&str> {
        self.certificate.as_ref().map(|certificate| certificate.authority.as_str())
    }

    /// Ends Redis: every socket ends with it, none can be opened, and nothing can be pushed (section 2.2). Rows can
    /// still be written, and REST goes on.
    ///
    /// # Errors
    /// When it can't be ended.
    pub fn lose_redis(&self) -> Result<()> {
        self.redis.kill()
    }

    /// Starts Redis again, empty as it was at the start.
    ///
    /// # Errors
    /// When it does not get ready.
    pub fn regain_redis(&self) -> Result<()> {
        self.redis.kill()?;
        self.redis.start_again()
    }

    /// The address that a client is given.
    pub fn base_url(&self) -> Url {
        self.base_url.clone()
    }

    /// The server's process; Redis is another.
    pub fn process(&self) -> u32 {
        self.server.id()
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
        self.write_rows(user, draft, 1).await?.pop().context("the peer wrote no row")
    }

    /// Writes so many of them.
    ///
    /// # Errors
    /// As [`Peer::faults`].
    pub async fn write_rows(&self, user: Uuid, draft: &Draft, times: usize) -> Result<Vec<Uuid>> {
        self.command("write-rows", &json!({ "user": user, "draft": draft, "times": times })).await
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

fn django(keeper: &Keeper, redis: &Redis, secure: bool, database: Option<&str>) -> Result<Child> {
    let mut command = keeper.command(rig::environment("peer-venv", REQUIREMENTS)?.join("bin/python"));
    command.arg("serve.py").current_dir(SERVER).env("PYTHONDONTWRITEBYTECODE", "1");
    command.env("PEER_FOLDER", keeper.folder());
    command.env("PEER_REDIS", redis.url());
    command.envs(database.map(|database| ("PEER_DATABASE", database)));
    if secure {
        let [certificate, key] = Certificate::files(keeper.folder());
        command.env("PEER_CERTIFICATE", certificate).env("PEER_KEY", key);
    }
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
