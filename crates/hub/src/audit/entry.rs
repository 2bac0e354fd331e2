use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Deed;
use crate::Error;
use crate::store::Row;

/// SHA-256 of a line and of the hash before it.
pub type Hash = [u8; 32];

/// A line of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditEntry {
    /// One more than that of the line before.
    pub number: i64,
    /// When it was done.
    pub at: Timestamp,
    /// What was done.
    pub action: String,
    /// Who did it: `user:` or `token:` with an id, `office` or `hub`.
    pub actor: String,
    /// To whom or what: `user:`, `token:` or `notification:` with an id.
    pub subject: Option<String>,
    /// From which address.
    pub address: Option<String>,
    /// Of which type, role or scopes.
    pub detail: Option<String>,
    /// Of how many.
    pub amount: Option<i64>,
    /// What proves it, in hexadecimal.
    #[serde(serialize_with = "hex")]
    pub hash: Vec<u8>,
    /// The actor's e-mail address of today, if it is a user's.
    #[serde(skip)]
    pub actor_email: Option<String>,
    /// The subject's.
    #[serde(skip)]
    pub subject_email: Option<String>,
}

/// The columns that [`AuditEntry::read`] wants, in its order.
pub const COLUMNS: &str = "number, at, action, actor, subject, address, detail, amount, hash";

impl AuditEntry {
    /// The line of a deed that follows another.
    pub fn after(last: Option<(i64, Hash)>, deed: &Deed, at: Timestamp) -> Result<Self, Error> {
        let (number, before) = last.unwrap_or_default();
        let mut entry = Self {
            number: number + 1,
            at: Timestamp::from_microsecond(at.as_microsecond())?,
            action: deed.action.as_str().to_owned(),
            actor: deed.actor.to_string(),
            subject: deed.subject.as_ref().map(ToString::to_string),
            address: deed.address.map(|address| address.to_canonical().to_string()),
            detail: deed.detail.clone(),
            amount: deed.amount.map(|amount| i64::try_from(amount).unwrap_or(i64::MAX)),
            hash: Vec::new(),
            actor_email: None,
            subject_email: None,
        };
        entry.hash = entry.proof(&before)?.to_vec();
        Ok(entry)
    }

    /// What the hash must be behind the one before.
    pub fn proof(&self, before: &[u8]) -> Result<Hash, Error> {
        let Self { number, action, actor, subject, address, detail, amount, .. } = self;
        let said = (number, self.at.as_microsecond(), action, actor, subject, address, detail, amount);
        Ok(Sha256::new().chain_update(before).chain_update(serde_json::to_vec(&said)?).finalize().into())
    }

    /// One with the columns of `COLUMNS` and both e-mail addresses.
    pub fn read(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            number: row.get(0)?,
            at: Timestamp::from_microsecond(row.get(1)?)?,
            action: row.get(2)?,
            actor: row.get(3)?,
            subject: row.get(4)?,
            address: row.get(5)?,
            detail: row.get(6)?,
            amount: row.get(7)?,
            hash: row.get(8)?,
            actor_email: row.get(9)?,
            subject_email: row.get(10)?,
        })
    }

    /// Whether it was done by this party or to it, which is written as in `actor`.
    pub fn concerns(&self, party: &str) -> bool {
        self.actor == party || self.subject.as_deref() == Some(party)
    }
}

fn hex<S: serde::Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}
