//! Sensitive data beside a notification: sealed as it is stored, and opened for its receiver alone.

mod keys;
mod value;

pub use keys::{KeyFault, SensitiveKeys};
pub use value::Sensitive;

use jiff::Timestamp;
use protocol::NotificationId;

use crate::audit::{Action, Deed, Who};
use crate::store::Db;
use crate::{Error, Office, UserId};

/// How many are sealed anew in one transaction.
const BATCH: i64 = 200;

impl Office {
    /// Seals all sensitive data with the first of the keys, so that the others can be thrown away. How many were sealed.
    ///
    /// # Errors
    /// [`Error::NoKeys`] without keys, [`Error::Key`] when one of them is missing.
    pub async fn rotate_keys(&self) -> Result<usize, Error> {
        let keys = self.keys.clone().ok_or(Error::NoKeys)?;
        let mut sealed = 0;
        loop {
            let keys = keys.clone();
            match self.store.write(move |db| rotate(db, &keys)).await? {
                0 => return Ok(sealed),
                some => sealed += some,
            }
        }
    }
}

/// Seals and stores what belongs to a notification.
pub fn insert(
    db: &Db<'_>,
    keys: &SensitiveKeys,
    (id, receiver): (NotificationId, UserId),
    value: &Sensitive,
) -> Result<(), Error> {
    let sealed = keys.seal((id, receiver), value)?;
    let sql = "INSERT INTO sensitive (notification_id, key_id, sealed) VALUES ($1, $2, $3)";
    db.execute(sql, &[&id.to_string(), &keys.sealing(), &sealed])?;
    Ok(())
}

/// What belongs to a notification of this receiver, if there is anything.
pub fn find(
    db: &Db<'_>,
    keys: &SensitiveKeys,
    (id, receiver): (NotificationId, UserId),
) -> Result<Option<Sensitive>, Error> {
    let sql = "SELECT key_id, sealed FROM sensitive JOIN notification ON id = notification_id
               WHERE notification_id = $1 AND receiver = $2 AND status <> 'DELETED'";
    let Some(row) = db.optional(sql, &[&id.to_string(), &receiver.to_string()])? else {
        return Ok(None);
    };
    let (key, sealed): (String, Vec<u8>) = (row.get(0)?, row.get(1)?);
    Ok(Some(keys.open(&key, (id, receiver), &sealed)?))
}

/// Whether something belongs to a notification of somebody else.
pub fn belongs_to_another(db: &Db<'_>, (id, asker): (NotificationId, UserId)) -> Result<bool, Error> {
    let sql = "SELECT 1 FROM sensitive JOIN notification ON id = notification_id
               WHERE notification_id = $1 AND receiver <> $2";
    Ok(db.optional(sql, &[&id.to_string(), &asker.to_string()])?.is_some())
}

/// Seals some that another key sealed with the present one. How many there were: none when it is done.
fn rotate(db: &Db<'_>, keys: &SensitiveKeys) -> Result<usize, Error> {
    let sql =
        "SELECT notification_id, receiver, key_id, sealed FROM sensitive JOIN notification ON id = notification_id
               WHERE key_id <> $1 LIMIT $2";
    let rows = db.rows(sql, &[&keys.sealing(), &BATCH])?;
    for row in &rows {
        let place = (row.parsed(0)?, UserId(row.parsed(1)?));
        let (key, sealed): (String, Vec<u8>) = (row.get(2)?, row.get(3)?);
        let anew = keys.seal(place, &keys.open(&key, place, &sealed)?)?;
        let sql = "UPDATE sensitive SET key_id = $1, sealed = $2 WHERE notification_id = $3";
        db.execute(sql, &[&keys.sealing(), &anew, &place.0.to_string()])?;
    }
    if !rows.is_empty() {
        let rotated = Deed::new(Action::KeysRotated, Who::OFFICE).with(keys.sealing()).times(rows.len());
        rotated.note(db, Timestamp::now())?;
    }
    Ok(rows.len())
}
