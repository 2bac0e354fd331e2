use std::io::{self, IsTerminal, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use hub::demo::Ward;
use hub::{Database, Hub, NewNotification, NewUser, Office, Redis, Role, Settings, UserId};
use jiff::{Timestamp, Zoned};
use protocol::{Kind, Related};
use secrecy::SecretString;
use tracing_subscriber::filter::LevelFilter;

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
    /// Serve a small ward of invented people to whom things keep happening.
    Demo(Demo),
}

#[derive(Args)]
struct Serve {
    /// The address to listen on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8000")]
    listen: SocketAddr,
    #[command(flatten)]
    storage: Storage,
    /// Where hubs on one database hear of each other's news, as redis://host/; with a password, better in the
    /// environment.
    #[arg(long, value_name = "URL", env = "HUB_REDIS_URL", hide_env_values = true)]
    redis: Option<String>,
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

#[derive(Subcommand)]
enum UserCommand {
    /// Add a user. The password is read from HUB_PASSWORD, else from the first line of the standard input.
    Add(AddUser),
}

#[derive(Args)]
struct AddUser {
    #[command(flatten)]
    storage: Storage,
    /// What they sign in with.
    #[arg(long)]
    email: String,
    /// What others see.
    #[arg(long)]
    name: String,
    /// What they are.
    #[arg(long, value_enum, default_value_t)]
    role: Role,
    /// Lets them write notifications for others by REST.
    #[arg(long)]
    staff: bool,
    /// Does not let them sign in.
    #[arg(long)]
    inactive: bool,
}

#[derive(Args)]
struct Send {
    #[command(flatten)]
    storage: Storage,
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
    #[error("`hub send` takes one receiver: use `hub send-bulk` for several")]
    OneReceiver,
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
            Command::User(UserCommand::Add(user)) => user.run().await,
            Command::Send(send) if send.to.len() > 1 => Err(Failure::OneReceiver),
            Command::Send(send) | Command::SendBulk(send) => send.run().await,
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

    async fn office(&self) -> Result<Office, Failure> {
        Ok(Office::open(&self.database()?).await?)
    }
}

impl Serve {
    fn settings(&self) -> Result<Settings, Failure> {
        let redis = self.redis.as_deref().map(Redis::at).transpose()?;
        Ok(Settings { listen: self.listen, database: self.storage.database()?, redis })
    }

    async fn start(self) -> Result<Hub, Failure> {
        let hub = Hub::start(self.settings()?).await?;
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

impl AddUser {
    async fn run(self) -> Result<(), Failure> {
        let password = password()?;
        let user = NewUser {
            role: self.role,
            is_staff: self.staff,
            is_active: !self.inactive,
            ..NewUser::new(self.email, self.name)
        };
        let id = self.storage.office().await?.add_user(user, password).await?;
        Ok(say(&id.to_string())?)
    }
}

impl Send {
    async fn run(self) -> Result<(), Failure> {
        let office = self.storage.office().await?;
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
        Ok(())
    }
}

impl Demo {
    async fn run(self) -> Result<(), Failure> {
        let stop = stop_signal()?;
        let mut ward = Ward::new(self.seed)?;
        ward.move_in(&self.serve.storage.office().await?, &Zoned::now()).await?;
        let hub = self.serve.start().await?;
        say(&format!("sign in as {} with the password {}", ward.protagonist(), ward.password()))?;
        tokio::select! {
            failed = ward.live(&hub, Duration::from_secs_f64(self.every)) => failed?,
            () = stop => {}
        }
        Ok(hub.stop().await?)
    }
}

/// From the environment or the standard input: arguments can be read by everybody on the machine.
fn password() -> Result<SecretString, Failure> {
    let typed = match std::env::var("HUB_PASSWORD") {
        Ok(password) => password,
        Err(_) => {
            if io::stdin().is_terminal() {
                eprintln!("Password (it will be visible):");
            }
            let mut line = String::new();
            io::stdin().read_line(&mut line)?;
            line.trim_end_matches(['\r', '\n']).to_owned()
        }
    };
    if typed.is_empty() { Err(Failure::NoPassword) } else { Ok(SecretString::from(typed)) }
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
