use clap::{Args, Subcommand};
use hub::{Scope, Token};
use jiff::Timestamp;
use secrecy::ExposeSecret;

use super::{Clinic, Failure, say};

#[derive(Subcommand)]
pub enum TokenCommand {
    /// Make one, and print it this one time.
    Add(Add),
    /// List them, without their secrets: id, name, scopes, since when, and until when it held.
    List(List),
    /// Take one back.
    Revoke(Revoke),
}

#[derive(Args)]
pub struct Add {
    #[command(flatten)]
    clinic: Clinic,
    /// What it is for, such as the name of the module.
    #[arg(long)]
    name: String,
    /// What it may be used for: events:write, notifications:send or metrics:read.
    #[arg(long = "scope", required = true)]
    scopes: Vec<Scope>,
}

#[derive(Args)]
pub struct List {
    #[command(flatten)]
    clinic: Clinic,
}

#[derive(Args)]
pub struct Revoke {
    #[command(flatten)]
    clinic: Clinic,
    /// The id, as `hub token list` shows it.
    id: String,
}

impl TokenCommand {
    /// Does what was asked.
    pub async fn run(self) -> Result<(), Failure> {
        match self {
            Self::Add(Add { clinic, name, scopes }) => {
                let token = clinic.office().await?.add_token(&name, scopes, Timestamp::now()).await?;
                Ok(say(token.expose_secret())?)
            }
            Self::List(List { clinic }) => {
                for token in clinic.office().await?.tokens().await? {
                    say(&line(&token))?;
                }
                Ok(())
            }
            Self::Revoke(Revoke { clinic, id }) => {
                Ok(clinic.office().await?.revoke_token(&id, Timestamp::now()).await?)
            }
        }
    }
}

fn line(token: &Token) -> String {
    let scopes: Vec<_> = token.scopes.iter().map(|scope| scope.as_str()).collect();
    let until = token.revoked_at.map(|at| format!("revoked {at:.0}")).unwrap_or_default();
    let columns = [&token.id, &token.name, &scopes.join(" "), &format!("{:.0}", token.added_at), &until];
    columns.map(String::as_str).join("\t").trim_end().to_owned()
}
