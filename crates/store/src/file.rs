use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension};

use crate::keys::Keys;
use crate::{AccountId, AccountKey, StoreError};

/// One file a version, applied in order; released ones never change.
const MIGRATIONS: [&str; 2] = [include_str!("migrations/1.sql"), include_str!("migrations/2.sql")];

/// What the sealed constant says; that it opens proves the key.
const CHECK: &[u8] = b"takecare";

/// The one writer of an account's database. Every call is one transaction, durable when it returns.
pub struct Store {
    pub(crate) db: Connection,
    pub(crate) keys: Keys,
    pub(crate) account: AccountId,
    path: std::path::PathBuf,
    revision: u32,
}

/// Lists and searches beside the writer, on a connection of its own.
pub struct Reader {
    pub(crate) db: Connection,
    pub(crate) keys: Keys,
    pub(crate) account: AccountId,
}

impl Store {
    /// Opens the database of an account, making or migrating it where needed.
    ///
    /// # Errors
    /// [`StoreError::Newer`] and [`StoreError::WrongKey`] leave the file as it is.
    pub fn open(path: &Path, account: AccountId, key: &AccountKey) -> Result<Self, StoreError> {
        let keys = Keys::derive(key)?;
        let mut db = Connection::open(path)?;
        only_for_owner(path)?;
        db.busy_timeout(Duration::from_secs(5))?;
        db.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;
             PRAGMA temp_store = MEMORY;",
        )?;
        migrate(&mut db)?;
        prove(&db, account, &keys)?;
        Ok(Self { db, keys, account, path: path.to_owned(), revision: 0 })
    }

    /// A reader of the same database.
    ///
    /// # Errors
    /// When the file can't be opened again.
    pub fn reader(&self) -> Result<Reader, StoreError> {
        let db = Connection::open_with_flags(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        db.busy_timeout(Duration::from_secs(5))?;
        Ok(Reader { db, keys: self.keys.clone(), account: self.account })
    }

    /// Grows whenever something that is listed or counted changed.
    pub fn revision(&self) -> u32 {
        self.revision
    }

    pub(crate) fn changed(&mut self) {
        self.revision = self.revision.wrapping_add(1);
    }
}

fn migrate(db: &mut Connection) -> Result<(), StoreError> {
    let found: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = MIGRATIONS.len() as i64;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    for (version, migration) in (1..).zip(MIGRATIONS).filter(|(version, _)| *version > found) {
        let step = db.transaction()?;
        step.execute_batch(migration)?;
        step.pragma_update(None, "user_version", version)?;
        step.commit()?;
    }
    Ok(())
}

/// Sees that the key is the file's own; a new file is bound to the key here.
fn prove(db: &Connection, account: AccountId, keys: &Keys) -> Result<(), StoreError> {
    let sealed: Option<Vec<u8>> =
        db.query_row("SELECT value FROM meta WHERE name = 'check'", [], |row| row.get(0)).optional()?;
    match sealed {
        Some(sealed) => keys.open(account.bytes(), &sealed).map(|_| ()).map_err(|_| StoreError::WrongKey),
        None => {
            let sealed = keys.seal(account.bytes(), CHECK)?;
            db.execute("INSERT INTO meta (name, value) VALUES ('check', ?)", [sealed])?;
            Ok(())
        }
    }
}

#[cfg(unix)]
fn only_for_owner(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))
}

/// Windows gives files in a user's own folder to that user.
#[cfg(not(unix))]
fn only_for_owner(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{Kind, Notification, NotificationId, Related, Status};

    #[test]
    fn a_full_disk_changes_nothing_and_passes() {
        let folder = tempfile::tempdir().unwrap();
        let account = AccountId::of("https://ward.example", "ada@ward.example");
        let mut store = Store::open(&folder.path().join("store.db"), account, &AccountKey::generate()).unwrap();
        let pages: i64 = store.db.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
        let limit = |store: &Store, pages: i64| {
            store.db.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).unwrap();
        };
        let long = Notification {
            id: NotificationId("00000000-0000-4000-8000-000000000001".parse().unwrap()),
            kind: Kind::Medical,
            message: "long ".repeat(10_000),
            date: jiff::Timestamp::UNIX_EPOCH,
            status: Status::Unread,
            related: Related::default(),
        };
        limit(&store, pages + 1);
        let full = store.receive(std::slice::from_ref(&long)).unwrap_err();
        assert!(matches!(full, StoreError::CannotWrite(_)) && full.is_passing());
        assert_eq!((store.tally().unwrap().total, store.revision()), (0, 0));
        limit(&store, pages + 1000);
        assert_eq!(store.receive(&[long]).unwrap().fresh, 1);
    }
}
