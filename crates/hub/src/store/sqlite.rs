use std::fs::DirBuilder;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use super::Access;
use super::db::{Db, Inner};
use crate::Error;

/// Each migration takes the database from one version to the next; a published one never changes.
const MIGRATIONS: [&str; 6] = [
    include_str!("../../migrations/sqlite/001_start.sql"),
    include_str!("../../migrations/sqlite/002_journal.sql"),
    include_str!("../../migrations/sqlite/003_farewells.sql"),
    include_str!("../../migrations/sqlite/004_modules.sql"),
    include_str!("../../migrations/sqlite/005_audit.sql"),
    include_str!("../../migrations/sqlite/006_imported.sql"),
];

/// The version after all of them.
const KNOWN: u32 = MIGRATIONS.len() as u32;

/// How long a write waits for another process, such as `hub send`.
const BUSY: Duration = Duration::from_secs(10);

/// One SQLite file in the data folder.
#[derive(Clone)]
pub struct Sqlite {
    connection: Arc<Mutex<Connection>>,
}

impl Sqlite {
    /// Opens the database of this data folder and makes or renews it where needed.
    pub fn open(data: &Path) -> Result<Self, Error> {
        make_folder(data).map_err(|source| Error::Folder { path: data.to_owned(), source })?;
        let mut connection = Connection::open(data.join("hub.sqlite3"))?;
        connection.busy_timeout(BUSY)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        migrate(&mut connection)?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    /// Does database work on a thread that may block.
    pub async fn run<T, F>(&self, access: Access, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Db<'_>) -> Result<T, Error> + Send + 'static,
    {
        let this = self.clone();
        tokio::task::spawn_blocking(move || this.now(access, work)).await.map_err(|_| Error::Interrupted)?
    }

    /// Does database work on this thread.
    pub fn now<T>(&self, access: Access, work: impl FnOnce(&Db<'_>) -> Result<T, Error>) -> Result<T, Error> {
        // A panic in earlier work rolled its transaction back: the connection is fine.
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction_with_behavior(match access {
            Access::Read => TransactionBehavior::Deferred,
            Access::Write => TransactionBehavior::Immediate,
        })?;
        let done = work(&Db(Inner::Sqlite(&transaction)))?;
        transaction.commit()?;
        Ok(done)
    }
}

/// Makes the folder for its owner alone: it holds what patients are told. One that is there stays as it is.
fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path)
}

/// Two programs may start at once: the version is read again under the write lock.
fn migrate(connection: &mut Connection) -> Result<(), Error> {
    let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: u32 = change.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let missing = MIGRATIONS.get(found as usize..).ok_or(Error::Newer { found, known: KNOWN })?;
    for step in missing {
        change.execute_batch(step)?;
    }
    change.pragma_update(None, "user_version", KNOWN)?;
    Ok(change.commit()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_of_a_later_version_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let store = Sqlite::open(folder.path()).unwrap();
        store.connection.lock().unwrap().pragma_update(None, "user_version", 99).unwrap();
        let refusal = Sqlite::open(folder.path()).err().unwrap();
        assert!(matches!(refusal, Error::Newer { found: 99, .. }), "{refusal}");
    }

    #[test]
    fn a_database_of_the_first_version_is_taken_along_with_all_that_is_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let first = Connection::open(folder.path().join("hub.sqlite3")).unwrap();
        let fill = "INSERT INTO user VALUES ('u', 'ada@ward.example', 'Ada Nowak', 'NURSE', 0, 1, 'no hash');
            INSERT INTO notification VALUES (3, 'b', 'u', 'SYSTEM', '', '', NULL, NULL, 0, 'READ', 0);
            INSERT INTO notification VALUES (1, 'a', 'u', 'SYSTEM', '', '', NULL, NULL, 0, 'DELETED', NULL);";
        first.execute_batch(&format!("{}{fill}PRAGMA user_version = 1;", MIGRATIONS[0])).unwrap();
        drop(first);

        let journal = Sqlite::open(folder.path()).unwrap().now(Access::Read, |db| {
            let rows = db.rows("SELECT notification_id FROM journal WHERE receiver = 'u' ORDER BY revision", &[])?;
            rows.iter().map(|row| row.get(0)).collect::<Result<Vec<String>, _>>()
        });

        assert_eq!(journal.unwrap(), ["a", "b"]);
    }
}
