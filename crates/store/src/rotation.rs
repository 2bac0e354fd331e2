//! New keys for an open store. Either is one transaction: killed at any moment, the file has the old key or the new one,
//! whole.

use rusqlite::{Connection, OptionalExtension};

use crate::keys::Keys;
use crate::row::{Clear, Record, WITHOUT_REFUSAL};
use crate::{AccountId, AccountKey, Store, StoreError, cipher};

impl Store {
    /// Wraps the data key with another key of the account. From then on the file opens with that one only.
    ///
    /// # Errors
    /// Nothing is changed then.
    pub fn rewrap(&mut self, key: &AccountKey) -> Result<(), StoreError> {
        let wrapped = key.wrap(self.keys.account, self.keys.epoch, self.keys.data())?;
        self.db.execute("UPDATE data_key SET wrapped = ?", [wrapped])?;
        self.forget_what_was()
    }

    /// Seals every row anew under a new data key, wrapped with this key of the account. Damaged rows are left behind: the
    /// next full read brings them back. Readers that were made before read nothing any more.
    ///
    /// # Errors
    /// Nothing is changed then.
    pub fn rotate(&mut self, key: &AccountKey) -> Result<(), StoreError> {
        let (account, epoch) = (self.keys.account, self.keys.epoch + 1);
        let keys = Keys::of(account, epoch, cipher::generate())?;
        let tx = self.db.transaction()?;
        let damaged = seal_anew(&tx, &self.keys, &keys)?;
        for seq in &damaged {
            tx.execute("DELETE FROM outbox WHERE row = ?", [seq])?;
            tx.execute("DELETE FROM inbox WHERE seq = ?", [seq])?;
        }
        if !damaged.is_empty() {
            tx.execute("DELETE FROM meta WHERE name = 'cursor'", [])?;
        }
        tx.execute("UPDATE data_key SET epoch = ?, wrapped = ?", (epoch, key.wrap(account, epoch, keys.data())?))?;
        tx.commit()?;
        self.keys = keys;
        self.changed();
        self.forget_what_was()
    }

    /// Takes the old pages out of the journal, too.
    pub(crate) fn forget_what_was(&self) -> Result<(), StoreError> {
        Ok(self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
    }
}

/// The keys of a file.
pub fn unlock(db: &Connection, account: AccountId, key: &AccountKey) -> Result<Keys, StoreError> {
    let read = "SELECT epoch, wrapped FROM data_key";
    let kept: Option<(i64, Vec<u8>)> = db.query_row(read, [], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (epoch, wrapped) = kept.ok_or(StoreError::Damaged)?;
    Keys::of(account, epoch, key.unwrap(account, epoch, &wrapped)?)
}

/// Gives a new file its data key.
pub fn begin(db: &Connection, account: AccountId, key: &AccountKey) -> Result<(), StoreError> {
    keep(db, 1, &key.wrap(account, 1, &cipher::generate())?)
}

/// Gives a new file a data key that was wrapped already.
pub fn keep(db: &Connection, epoch: i64, wrapped: &[u8]) -> Result<(), StoreError> {
    db.execute("INSERT INTO data_key (epoch, wrapped) VALUES (?, ?)", (epoch, wrapped))?;
    Ok(())
}

/// Writes every row with the new keys, and names those that the old ones don't open.
fn seal_anew(db: &Connection, old: &Keys, new: &Keys) -> Result<Vec<i64>, StoreError> {
    let mut damaged = Vec::new();
    let mut read =
        db.prepare(&format!("SELECT {WITHOUT_REFUSAL} FROM inbox WHERE inbox.seq > ? ORDER BY inbox.seq LIMIT 1"))?;
    let mut write = db.prepare("UPDATE inbox SET tag = ?, sealed = ? WHERE seq = ?")?;
    let mut last = 0;
    while let Some(record) = read.query_map([last], Record::read)?.next().transpose()? {
        last = record.clear.seq;
        match old.open(&record.clear, record.sealed) {
            Ok(body) => {
                let clear = Clear { tag: new.tag(body.id), ..record.clear };
                write.execute((clear.tag, new.seal(&clear, &body)?, clear.seq))?;
            }
            Err(_) => damaged.push(last),
        }
    }
    Ok(damaged)
}
