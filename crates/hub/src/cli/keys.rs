use clap::{Args, Subcommand};
use hub::SensitiveKeys;
use secrecy::ExposeSecret;

use super::{Clinic, Failure, say};

#[derive(Subcommand)]
pub enum KeysCommand {
    /// Print a new random key: the line for the top of the file of keys.
    New(New),
    /// Seal all sensitive data with the first of the keys, so that the others can be thrown away.
    Rotate(Rotate),
}

#[derive(Args)]
pub struct New {
    /// Its name, of letters and digits, such as the year.
    name: String,
}

#[derive(Args)]
pub struct Rotate {
    #[command(flatten)]
    clinic: Clinic,
}

impl KeysCommand {
    /// Does what was asked.
    pub async fn run(self) -> Result<(), Failure> {
        match self {
            Self::New(New { name }) => {
                let line = SensitiveKeys::fresh(&name);
                SensitiveKeys::parse(line.expose_secret()).map_err(hub::Error::from)?;
                Ok(say(line.expose_secret())?)
            }
            Self::Rotate(Rotate { clinic }) => {
                let sealed = clinic.office().await?.rotate_keys().await?;
                Ok(say(&format!("{sealed} sealed anew"))?)
            }
        }
    }
}
