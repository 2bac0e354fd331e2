use std::fs;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use hub::{Office, SecretKeys};
use secrecy::{ExposeSecret, SecretString};

use super::{Clinic, Failure, say};

/// How the hub works beside TakeCare's web site.
#[derive(Args)]
pub struct BesideArgs {
    /// Work beside TakeCare's Django on its own PostgreSQL database, with its people and its sessions. Needs `hub beside
    /// install` once.
    #[arg(long)]
    pub beside: bool,
    /// Django's SECRET_KEY in the first line, and one of SECRET_KEY_FALLBACKS in each other; HUB_SECRET_KEY may hold them
    /// itself.
    #[arg(long, value_name = "FILE", env = "HUB_SECRET_KEY_FILE")]
    secret_key: Option<PathBuf>,
}

#[derive(Subcommand)]
pub enum BesideCommand {
    /// Keep Django's tables and the hub's alike by triggers, and take over all that is there. Again repairs it.
    Install(Site),
    /// Take the triggers away. Django's tables are as before; the hub keeps what it has taken over.
    Remove(Site),
}

#[derive(Args)]
pub struct Site {
    #[command(flatten)]
    clinic: Clinic,
}

impl BesideArgs {
    /// The same office, beside Django if that is wanted.
    pub async fn apply(&self, office: Office) -> Result<Office, Failure> {
        if !self.beside {
            return Ok(office);
        }
        let text = match (&self.secret_key, std::env::var("HUB_SECRET_KEY")) {
            (Some(file), _) => SecretString::from(fs::read_to_string(file)?),
            (None, Ok(text)) => SecretString::from(text),
            (None, Err(_)) => return Err(Failure::NoSecretKey),
        };
        let keys = SecretKeys::parse(text.expose_secret())?;
        Ok(office.beside(keys).await?)
    }
}

impl BesideCommand {
    /// Does what was asked.
    pub async fn run(self) -> Result<(), Failure> {
        match self {
            Self::Install(Site { clinic }) => {
                let taken = clinic.office().await?.install_mirror().await?;
                Ok(say(&format!("{} rows taken over", taken.rows))?)
            }
            Self::Remove(Site { clinic }) => Ok(clinic.office().await?.remove_mirror().await?),
        }
    }
}
