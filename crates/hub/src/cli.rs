mod audit;
mod beside;
mod import;
mod keys;
mod outside;
mod samples;
mod token;
mod user;
mod watch;

use std::fs;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use hub::demo::Ward;
use hub::{Database, Hub, NewNotification, Office, Pace, Redis, SensitiveKeys, UserId};
use jiff::{SignedDuration, Timestamp, Zoned};
use protocol::{Kind, Related};
use secrecy::{ExposeSecret, SecretString};
use tracing_subscriber::filter::LevelFilter;

use audit::AuditCommand;
use beside::{BesideArgs, BesideCommand};
use import::Import;
use keys::KeysCommand;
use outside::OutsideArgs;
use samples::{ModuleNotifications, SpecificNotifications, TestNotifications};
use token::TokenCommand;
use user::UserCommand;
use watch::WatchCommand;

/// TakeCare's notification server.
#[derive(Parser)]
#[command(version)]
pub struct Cli {
    /// How much to log on the standard error: off, error, warn, info, debug or trace.
    #[arg(long, global = true, env = "HUB_LOG", default_value = "warn")]
    pub log: LevelFilter,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve until Ctrl+C or SIGTERM.
    Serve(Serve),
    /// Manage the people who can sign in.
    #[command(subcommand)]
    User(UserCommand),
    /// Send a notification to one user; a hub serving the same database pushes it at once.
    Send(Send),
    /// Send one notification each to several users; one who is named twice gets two.
    SendBulk(Send),
    /// Manage what other programs show to post events or to send.
    #[command(subcommand)]
    Token(TokenCommand),
    /// Show who did what, and when.
    Audit(AuditCommand),
    /// Manage the keys that sensitive data is sealed with.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Manage the tables of modules, in a PostgreSQL database, that tell by themselves what happens.
    #[command(subcommand)]
    Watch(WatchCommand),
    /// Begin or end to work beside TakeCare's web site, on its own PostgreSQL database.
    #[command(subcommand)]
    Beside(BesideCommand),
    /// Take over people and notifications from the database of TakeCare's web site, which goes on; again, what changed there.
    Import(Import),
    /// Send one notification of each type to every user, alternately unread and read.
    CreateTestNotifications(TestNotifications),
    /// Send one unread notification of each type to one user.
    CreateSpecificNotifications(SpecificNotifications),
    /// Let modules report medical records, issues and chat messages of random users, as events for the rules.
    CreateModuleNotifications(ModuleNotifications),
    /// Serve a small ward of invented people to whom things keep happening.
    Demo(Demo),
}

#[derive(Args)]
struct Serve {
    /// The address to listen on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8000")]
    listen: SocketAddr,
    #[command(flatten)]
    clinic: Clinic,
    /// So many days notifications are kept; 0 keeps them for ever. Usual are 90, and beside Django, whose rows go, too, 0.
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u16))]
    keep_days: Option<u16>,
    #[command(flatten)]
    beside: BesideArgs,
    /// So many days lines of the audit log are kept; 0 keeps them for ever.
    #[arg(long, value_name = "DAYS", default_value_t = 365)]
    keep_audit_days: u16,
    #[command(flatten)]
    outside: OutsideArgs,
}

/// Where the data is, and what the clinic has set.
#[derive(Args)]
struct Clinic {
    #[command(flatten)]
    storage: Storage,
    /// The clinic's own rules and types, instead of `rules.toml` in the data folder.
    #[arg(long, value_name = "FILE", env = "HUB_RULES")]
    rules: Option<PathBuf>,
    /// Where hubs on one database hear of what others wrote, commands too, as redis://host/ or, with TLS, rediss://host/. With
    /// a password, better in the environment.
    #[arg(long, value_name = "URL", env = "HUB_REDIS_URL", hide_env_values = true)]
    redis: Option<String>,
    /// The keys for sensitive data; HUB_KEYS may hold them itself.
    #[arg(long, value_name = "FILE", env = "HUB_KEYS_FILE")]
    keys: Option<PathBuf>,
}

/// Where the data is.
#[derive(Args)]
#[group(required = true, multiple = false)]
struct Storage {
    /// The folder of an SQLite database.
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
    /// A PostgreSQL database, as postgres://user@host/name. One with a password belongs into the environment: everybody
    /// on the machine can read arguments.
    #[arg(long, value_name = "URL", env = "HUB_DATABASE_URL", hide_env_values = true)]
    database: Option<String>,
}

#[derive(Args)]
struct Send {
    #[command(flatten)]
    clinic: Clinic,
    /// The receiver's e-mail address.
    #[arg(long, required = true)]
    to: Vec<String>,
    /// The type, such as APPOINTMENT.
    #[arg(long = "type")]
    kind: String,
    /// The type of what it points to, such as appointment.
    #[arg(long)]
    related_type: Option<String>,
    /// The id of what it points to.
    #[arg(long)]
    related_id: Option<String>,
    /// The text.
    message: String,
}

#[derive(Args)]
struct Demo {
    #[command(flatten)]
    serve: Serve,
    /// The same seed tells the same story.
    #[arg(long, default_value_t = 3)]
    seed: u64,
    /// Seconds between two events, more or less.
    #[arg(long, default_value_t = 8.0, value_parser = seconds)]
    every: f64,
}

/// Why a command ends without success.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Hub(#[from] hub::Error),
    #[error("can't read or write the terminal, or wait for signals: {0}")]
    Io(#[from] io::Error),
    #[error("there is no user {0}: add them with `hub user add`")]
    Stranger(String),
    #[error("there must be two active users: add them with `hub user add`")]
    TooFew,
    #[error("`hub send` takes one receiver: use `hub send-bulk` for several")]
    OneReceiver,
    #[error("no secret key: give the file with Django's SECRET_KEY by --secret-key, or the key in HUB_SECRET_KEY")]
    NoSecretKey,
    #[error(transparent)]
    SecretKey(#[from] hub::NoSecretKey),
    #[error(transparent)]
    Certificate(#[from] hub::CertificateFault),
    #[error("the day can't be: {0}")]
    Day(#[from] jiff::Error),
    #[error("a line can't be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the audit log was changed from outside: line {0} does not follow the one before it")]
    AuditBroken(i64),
    #[error("{0} could not be taken, or not wholly, for the reasons above; all others are here")]
    LeftOut(usize),
    #[error("no database: give --data or --database")]
    NoDatabase,
    #[error("no password: give it in HUB_PASSWORD or as the first line of the standard input")]
    NoPassword,
}

impl Cli {
    /// Does what was asked.
    pub async fn run(self) -> Result<(), Failure> {
        match self.command {
            Command::Serve(serve) => serve.run().await,
            Command::User(user) => user.run().await,
            Command::Send(send) if send.to.len() > 1 => Err(Failure::OneReceiver),
            Command::Send(send) | Command::SendBulk(send) => send.run().await,
            Command::Token(token) => token.run().await,
            Command::Audit(audit) => audit.run().await,
            Command::Keys(keys) => keys.run().await,
            Command::Watch(watch) => watch.run().await,
            Command::Beside(beside) => beside.run().await,
            Command::Import(import) => import.run().await,
            Command::CreateTestNotifications(samples) => samples.run().await,
            Command::CreateSpecificNotifications(samples) => samples.run().await,
            Command::CreateModuleNotifications(samples) => samples.run().await,
            Command::Demo(demo) => demo.run().await,
        }
    }
}

impl Storage {
    fn database(&self) -> Result<Database, Failure> {
        match (&self.data, &self.database) {
            (Some(folder), _) => Ok(Database::Folder(folder.clone())),
            (None, Some(url)) => Ok(Database::at(url)?),
            (None, None) => Err(Failure::NoDatabase),
        }
    }
}

impl Clinic {
    async fn office(&self) -> Result<Office, Failure> {
        let office = Office::open(&self.storage.database()?).await?;
        let office = match &self.rules {
            Some(file) => office.with_rules(file)?,
            None => office,
        };
        let office = match &self.redis {
            Some(redis) => office.with_redis(Redis::at(redis)?),
            None => office,
        };
        Ok(match self.keys()? {
            Some(keys) => office.with_keys(keys),
            None => office,
        })
    }

    fn keys(&self) -> Result<Option<SensitiveKeys>, Failure> {
        let text = match (&self.keys, std::env::var("HUB_KEYS")) {
            (Some(file), _) => SecretString::from(fs::read_to_string(file)?),
            (None, Ok(text)) => SecretString::from(text),
            (None, Err(_)) => return Ok(None),
        };
        Ok(Some(SensitiveKeys::parse(text.expose_secret()).map_err(hub::Error::from)?))
    }
}

impl Serve {
    async fn start(self) -> Result<Hub, Failure> {
        let office = self.clinic.office().await?;
        let office = self.beside.apply(office).await?;
        let keep_days = self.keep_days.unwrap_or(if self.beside.beside { 0 } else { 90 });
        let hub = Hub::serve_to(self.outside.try_into()?, office, self.listen, Pace::default()).await?;
        if keep_days > 0 {
            hub.keep_for(SignedDuration::from_hours(24 * i64::from(keep_days)));
        }
        if self.keep_audit_days > 0 {
            hub.keep_audit_for(SignedDuration::from_hours(24 * i64::from(self.keep_audit_days)));
        }
        say(&format!("listening on {}", hub.base_url().as_str().trim_end_matches('/')))?;
        Ok(hub)
    }

    async fn run(self) -> Result<(), Failure> {
        let stop = stop_signal()?;
        let hub = self.start().await?;
        stop.await;
        Ok(hub.stop().await?)
    }
}

impl Send {
    async fn run(self) -> Result<(), Failure> {
        let office = self.clinic.office().await?;
        let mut receivers: Vec<UserId> = Vec::with_capacity(self.to.len());
        for email in self.to {
            receivers.push(match office.user(&email).await {
                Err(hub::Error::UnknownUser) => return Err(Failure::Stranger(email)),
                found => found?,
            });
        }
        let new = NewNotification {
            related: Related { kind: self.related_type, id: self.related_id },
            ..NewNotification::new(Kind::from(self.kind.as_str()), self.message)
        };
        for id in office.send_bulk_notification(receivers, new, Timestamp::now()).await?.into_iter().flatten() {
            say(&id.to_string())?;
        }
        Ok(office.ring().await?)
    }
}

impl Demo {
    async fn run(self) -> Result<(), Failure> {
        let stop = stop_signal()?;
        let mut ward = Ward::new(self.seed)?;
        ward.move_in(&self.serve.clinic.office().await?, &Zoned::now()).await?;
        let hub = self.serve.start().await?;
        say(&format!("sign in as {} with the password {}", ward.protagonist(), ward.password()))?;
        tokio::select! {
            failed = ward.live(&hub, Duration::from_secs_f64(self.every)) => failed?,
            () = stop => {}
        }
        Ok(hub.stop().await?)
    }
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if (0.01..=86_400.0).contains(&seconds) => Ok(seconds),
        _ => Err("a number of seconds from 0.01 to 86400".to_owned()),
    }
}

fn say(line: &str) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{line}")
}

/// Waits for Ctrl+C, or for how a service manager ends a service; neither is missed once this was called.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let [mut interrupt, mut terminate] = [signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?];
    Ok(async move {
        tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
    })
}

/// Waits for Ctrl+C, which is not missed once this was called.
#[cfg(windows)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}
