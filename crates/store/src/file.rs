use std::path::Path;
use std::sync::Weak;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::keys::Keys;
use crate::search::Edits;
use crate::{AccountId, AccountKey, StoreError, outbox, rotation};

/// One file a version, applied in order; released ones never change.
const MIGRATIONS: [&str; 1] = [include_str!("migrations/1.sql")];

/// Marks our files in SQLite's header: "TCDs".
const OURS: i32 = 0x5443_4473;

/// The one writer of an account's database. Every call is one transaction, durable when it returns.
pub struct Store {
    pub(crate) db: Connection,
    pub(crate) keys: Keys,
    path: std::path::PathBuf,
    revision: u32,
    /// Where a search that is open wants to learn of changes.
    pub(crate) edits: Weak<Edits>,
}

/// Lists and searches beside the writer, on a connection of its own.
pub struct Reader {
    pub(crate) db: Connection,
    pub(crate) keys: Keys,
}

impl Store {
    /// Opens the database of an account, making or migrating it where needed.
    ///
    /// # Errors
    /// [`StoreError::Newer`] and [`StoreError::WrongKey`] leave the file as it is.
    pub fn open(path: &Path, account: AccountId, key: &AccountKey) -> Result<Self, StoreError> {
        let mut db = Connection::open(path)?;
        only_for_owner(path)?;
        db.busy_timeout(Duration::from_secs(5))?;
        db.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;
             PRAGMA temp_store = MEMORY;",
        )?;
        migrate(&mut db)?;
        let keys = rotation::unlock(&db, account, key)?;
        outbox::mend(&db)?;
        Ok(Self { db, keys, path: path.to_owned(), revision: 0, edits: Weak::new() })
    }

    /// A reader of the same database.
    ///
    /// # Errors
    /// When the file can't be opened again.
    pub fn reader(&self) -> Result<Reader, StoreError> {
        let db = Connection::open_with_flags(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        db.busy_timeout(Duration::from_secs(5))?;
        Ok(Reader { db, keys: self.keys.clone() })
    }

    /// Grows whenever something that is listed or counted changed.
    pub fn revision(&self) -> u32 {
        self.revision
    }

    pub(crate) fn changed(&mut self) {
        self.revision = self.revision.wrapping_add(1);
    }
}

impl Reader {
    /// Looks at the whole file, its indexes too: what is sealed proves itself when it is opened, but an index that lost a
    /// row hides it. Takes milliseconds for thousands of rows, and seconds for a million.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when something does not fit; [`Store::reindex`] may mend it.
    pub fn verify(&self) -> Result<(), StoreError> {
        let verdict: String = self.db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if verdict == "ok" { Ok(()) } else { Err(StoreError::Damaged) }
    }
}

impl Store {
    /// Makes all indexes anew from the rows.
    ///
    /// # Errors
    /// Nothing is changed then. [`StoreError::Damaged`] when the rows themselves can't be read.
    pub fn reindex(&mut self) -> Result<(), StoreError> {
        self.db.execute_batch("REINDEX")?;
        self.changed();
        Ok(())
    }
}

fn migrate(db: &mut Connection) -> Result<(), StoreError> {
    let found: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = MIGRATIONS.len() as i64;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    let owner: i32 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if found > 0 && owner != OURS {
        return Err(StoreError::Damaged);
    }
    for (version, migration) in (1..).zip(MIGRATIONS).filter(|(version, _)| *version > found) {
        let step = db.transaction()?;
        step.execute_batch(migration)?;
        step.pragma_update(None, "user_version", version)?;
        step.pragma_update(None, "application_id", OURS)?;
        step.commit()?;
    }
    Ok(())
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
