//! Service tokens: what another program shows to post events or to send. A token is told once, when it is made; the
//! database has only its fingerprint.

use std::str::FromStr;

use jiff::Timestamp;
use rand::distr::{Alphanumeric, SampleString};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::audit::{Action, Deed, Party, Who};
use crate::store::{Db, Row};
use crate::{Error, Office, token};

/// What every token begins with, so that one that lies about can be known as one.
const PREFIX: &str = "hub";
/// The length of the part by which a token is found; it is no secret.
const ID: usize = 8;

/// What a service may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Post what happened in a module.
    EventsWrite,
    /// Send notifications to anybody.
    NotificationsSend,
    /// Read what a hub has counted.
    MetricsRead,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::EventsWrite, Self::NotificationsSend, Self::MetricsRead];

    /// As commands and answers spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EventsWrite => "events:write",
            Self::NotificationsSend => "notifications:send",
            Self::MetricsRead => "metrics:read",
        }
    }
}

/// A word that is no scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("scopes are events:write, notifications:send and metrics:read")]
pub struct NoScope;

impl FromStr for Scope {
    type Err = NoScope;

    fn from_str(text: &str) -> Result<Self, NoScope> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == text).ok_or(NoScope)
    }
}

/// A token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// By which it is listed, revoked and named in logs.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub added_at: Timestamp,
    /// Since when it is not taken any more.
    pub revoked_at: Option<Timestamp>,
}

impl Office {
    /// Makes a token for a service, and gives it this one time.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn add_token(&self, name: &str, scopes: Vec<Scope>, now: Timestamp) -> Result<SecretString, Error> {
        let name = name.to_owned();
        self.store.write(move |db| add(db, &name, &scopes, now)).await
    }

    /// All tokens of services, revoked ones too, without their secrets.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn tokens(&self) -> Result<Vec<Token>, Error> {
        self.store.read(list).await
    }

    /// Takes a token back: it opens nothing any more.
    ///
    /// # Errors
    /// [`Error::UnknownToken`] when there is none of this id.
    pub async fn revoke_token(&self, id: &str, now: Timestamp) -> Result<(), Error> {
        let id = id.to_owned();
        self.store.write(move |db| revoke(db, &id, now)).await
    }
}

/// The columns that [`read`] wants, in its order.
const COLUMNS: &str = "id, name, scopes, added_at, revoked_at";

/// Makes a token and gives it, whole, this one time.
fn add(db: &Db<'_>, name: &str, scopes: &[Scope], now: Timestamp) -> Result<SecretString, Error> {
    let id = Alphanumeric.sample_string(&mut rand::rng(), ID);
    let secret = token::fresh();
    let words = scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ");
    let sql = "INSERT INTO service_token (id, name, scopes, secret_hash, added_at) VALUES ($1, $2, $3, $4, $5)";
    db.execute(sql, &[&id, &name, &words, &hash(&secret), &now.as_microsecond()])?;
    let told = SecretString::from(format!("{PREFIX}_{id}_{secret}"));
    Deed::new(Action::TokenAdded, Who::OFFICE).to(Party::Token(id)).with(words).note(db, now)?;
    Ok(told)
}

/// All tokens, revoked ones too, oldest first.
fn list(db: &Db<'_>) -> Result<Vec<Token>, Error> {
    let rows = db.rows(&format!("SELECT {COLUMNS} FROM service_token ORDER BY added_at, id"), &[])?;
    rows.iter().map(read).collect()
}

/// Takes a token back. One that was revoked before stays so.
fn revoke(db: &Db<'_>, id: &str, now: Timestamp) -> Result<(), Error> {
    let sql = "UPDATE service_token SET revoked_at = coalesce(revoked_at, $1) WHERE id = $2";
    let found = db.execute(sql, &[&now.as_microsecond(), &id])?;
    if found == 0 {
        return Err(Error::UnknownToken);
    }
    Deed::new(Action::TokenRevoked, Who::OFFICE).to(Party::Token(id.to_owned())).note(db, now)
}

/// What was shown, if it is a token that holds.
pub fn find(db: &Db<'_>, shown: &SecretString) -> Result<Option<Token>, Error> {
    let Some((id, secret)) = parts(shown.expose_secret()) else {
        return Ok(None);
    };
    let sql = format!("SELECT {COLUMNS}, secret_hash FROM service_token WHERE id = $1 AND revoked_at IS NULL");
    let Some(row) = db.optional(&sql, &[&id])? else {
        return Ok(None);
    };
    let kept: Vec<u8> = row.get(5)?;
    let fits = bool::from(kept.ct_eq(&hash(secret)));
    fits.then(|| read(&row)).transpose()
}

fn parts(shown: &str) -> Option<(&str, &str)> {
    let (id, secret) = shown.strip_prefix(PREFIX)?.strip_prefix('_')?.split_once('_')?;
    let is_id = id.len() == ID && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_id && token::is_well_formed(secret)).then_some((id, secret))
}

/// The secret has 190 bits of chance: one round of hashing is enough.
fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

fn read(row: &Row) -> Result<Token, Error> {
    let scopes = row.get::<String>(2)?;
    Ok(Token {
        id: row.get(0)?,
        name: row.get(1)?,
        scopes: scopes.split(' ').filter_map(|word| word.parse().ok()).collect(),
        added_at: Timestamp::from_microsecond(row.get(3)?)?,
        revoked_at: row.get::<Option<i64>>(4)?.map(Timestamp::from_microsecond).transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[test]
    fn a_token_holds_until_it_is_revoked_and_only_as_it_was_told() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        let monday: Timestamp = "2026-11-23T07:00:00Z".parse().unwrap();
        let told = store.now(|db| add(db, "laboratory", &[Scope::EventsWrite], monday)).unwrap();
        let holds = |shown: &str| store.now(|db| find(db, &SecretString::from(shown))).unwrap();

        let token = holds(told.expose_secret()).unwrap();
        assert_eq!((token.name.as_str(), token.scopes.as_slice()), ("laboratory", [Scope::EventsWrite].as_slice()));
        let (id, secret) = parts(told.expose_secret()).unwrap();
        let other = secret.chars().rev().collect::<String>();
        for wrong in ["", "hub", "hub__", secret, &format!("hub_{id}_{other}"), &format!("hub_{id}x_{secret}")] {
            assert_eq!(holds(wrong), None, "{wrong}");
        }
        store.now(|db| revoke(db, id, monday)).unwrap();
        assert_eq!(holds(told.expose_secret()), None);
        assert_eq!(store.now(list).unwrap().len(), 1);
        assert!(matches!(store.now(|db| revoke(db, "nobody", monday)), Err(Error::UnknownToken)));
    }
}
