use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, MAIN_DB, OpenFlags};

use crate::keys::Keys;
use crate::search::Edits;
use crate::{AccountId, AccountKey, StoreError, health, journal, layout, outbox, room, rotation};

/// The one writer of an account's database. Every call is one transaction, durable when it returns.
pub struct Store {
    pub(crate) db: Connection,
    pub(crate) keys: Keys,
    pub(crate) path: PathBuf,
    revision: u32,
    /// Where a search that is open wants to learn of changes.
    pub(crate) edits: Weak<Edits>,
    /// Tells readers to stop.
    closed: Arc<AtomicBool>,
}

/// So long a connection waits for another one.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// All statements of the writer: one that is made anew has its memory at another place, and those places add up to pages.
const STATEMENTS: usize = 64;

/// Readers notice a closed store after this many steps of SQLite's machine: some microseconds.
const STEPS: i32 = 1000;

/// Lists and searches beside the writer, on a connection of its own. Once the store is dropped every call ends early with
/// [`StoreError::Closed`], one that goes on included.
pub struct Reader {
    pub(crate) db: Connection,
    pub(crate) keys: Keys,
    path: PathBuf,
    closed: Arc<AtomicBool>,
}

impl Store {
    /// Opens the database of an account, making or migrating it where needed.
    ///
    /// # Errors
    /// [`StoreError::Newer`], [`StoreError::WrongKey`] and [`StoreError::Damaged`] leave the file as it is, its journal too.
    pub fn open(path: &Path, account: AccountId, key: &AccountKey) -> Result<Self, StoreError> {
        if !journal::is_whole(path)? {
            return Err(StoreError::Damaged);
        }
        let db = connect(path, |db| rotation::begin(db, account, key))?;
        let keys = rotation::unlock(&db, account, key)?;
        Self::with(db, path, keys)
    }

    /// A database that these keys open.
    pub(crate) fn with(db: Connection, path: &Path, keys: Keys) -> Result<Self, StoreError> {
        health::look(&db, &keys)?;
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        outbox::mend(&db)?;
        db.set_prepared_statement_cache_capacity(STATEMENTS);
        Ok(Self { db, keys, path: path.to_owned(), revision: 0, edits: Weak::new(), closed: Arc::default() })
    }

    /// A reader of the same database.
    ///
    /// # Errors
    /// When the file can't be opened again.
    pub fn reader(&self) -> Result<Reader, StoreError> {
        Reader::open(&self.path, self.keys.clone(), Arc::clone(&self.closed))
    }

    /// Gives back the memory that pages of the file take; they are read again when they are needed.
    ///
    /// # Errors
    /// When the database can't be used.
    pub fn rest(&self) -> Result<(), StoreError> {
        rest(&self.db)
    }

    /// Makes room for what is written next, as far as there is none: commits are cheaper then.
    ///
    /// # Errors
    /// When the disk has no room.
    pub fn make_room(&mut self) -> Result<(), StoreError> {
        Ok(room::make(&self.path)?)
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
    fn open(path: &Path, keys: Keys, closed: Arc<AtomicBool>) -> Result<Self, StoreError> {
        // It is one thread's at a time: a lock of SQLite's own for each column would cost a tenth of a long read.
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut db = Connection::open_with_flags(path, flags)?;
        db.busy_timeout(PATIENCE)?;
        plan_once(&db)?;
        let ends = Arc::clone(&closed);
        db.progress_handler(STEPS, Some(move || ends.load(Ordering::Relaxed)))?;
        Ok(Self { db, keys, path: path.to_owned(), closed })
    }

    /// Gives back memory as [`Store::rest`] does, and forgets statements, which nobody waits for here.
    ///
    /// # Errors
    /// When the database can't be used.
    pub fn rest(&self) -> Result<(), StoreError> {
        self.db.flush_prepared_statement_cache();
        rest(&self.db)
    }

    /// One more of the same file.
    pub(crate) fn another(&self) -> Result<Self, StoreError> {
        Self::open(&self.path, self.keys.clone(), Arc::clone(&self.closed))
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.closed.store(true, Ordering::Relaxed);
    }
}

fn rest(db: &Connection) -> Result<(), StoreError> {
    Ok(db.execute_batch("PRAGMA shrink_memory")?)
}

/// Connects to a file that is ours; `begin` furnishes a new one. When the connection closes, the journal stays as it is.
pub(crate) fn connect(
    path: &Path,
    begin: impl FnOnce(&Connection) -> Result<(), StoreError>,
) -> Result<Connection, StoreError> {
    if path.exists() {
        only_for_owner(path)?;
    }
    let mut db = Connection::open(path)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    db.busy_timeout(PATIENCE)?;
    plan_once(&db)?;
    layout::check(&db)?;
    only_for_owner(path)?;
    // It may be written; what says otherwise is a changed header.
    if db.is_readonly(MAIN_DB)? {
        return Err(StoreError::Damaged);
    }
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;
         PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 16777216;",
    )?;
    layout::migrate(&mut db, begin)?;
    Ok(db)
}

/// Has SQLite plan a statement once. Otherwise it looks at the values, which say nothing here, and plans some statements anew
/// for each: that takes as long as a short list.
fn plan_once(db: &Connection) -> Result<(), StoreError> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
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
