use std::fs::DirBuilder;
use std::io;
use std::path::Path;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::types::Type;
use rusqlite::{Connection, Row, Transaction, TransactionBehavior};

use crate::Error;

/// Each migration takes the database from one version to the next; a published one never changes.
const MIGRATIONS: [&str; 2] =
    [include_str!("../migrations/001_start.sql"), include_str!("../migrations/002_journal.sql")];

/// The version after all of them.
const KNOWN: u32 = MIGRATIONS.len() as u32;

/// How long a write waits for another process, such as `hub send`.
const BUSY: Duration = Duration::from_secs(10);

/// The hub's database: one SQLite file in the data folder. Several processes may use it at once.
#[derive(Clone)]
pub struct Store {
    connection: Arc<Mutex<Connection>>,
}

impl Store {
    /// Opens the database of this data folder and makes or renews it where needed.
    pub fn open(data: &Path) -> Result<Self, Error> {
        make_folder(data).map_err(|source| Error::Folder { path: data.to_owned(), source })?;
        let mut connection = Connection::open(data.join("hub.sqlite3"))?;
        connection.busy_timeout(BUSY)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // Whoever reads before writing must not find another process in between.
        connection.set_transaction_behavior(TransactionBehavior::Immediate);
        migrate(&mut connection)?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    /// Does database work on a thread that may block.
    pub async fn run<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T, Error> + Send + 'static,
    {
        let connection = Arc::clone(&self.connection);
        let task = tokio::task::spawn_blocking(move || {
            // A panic in earlier work rolled its transaction back: the connection is fine.
            work(&mut connection.lock().unwrap_or_else(PoisonError::into_inner))
        });
        task.await.map_err(|_| Error::Interrupted)?
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
    let change = connection.transaction()?;
    let found: u32 = change.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let missing = MIGRATIONS.get(found as usize..).ok_or(Error::Newer { found, known: KNOWN })?;
    for step in missing {
        change.execute_batch(step)?;
    }
    change.pragma_update(None, "user_version", KNOWN)?;
    Ok(change.commit()?)
}

/// A moment: all that is read in it belongs together, whatever others write meanwhile.
pub fn snapshot(connection: &mut Connection) -> Result<Transaction<'_>, Error> {
    Ok(connection.transaction_with_behavior(TransactionBehavior::Deferred)?)
}

/// A column whose text means something.
pub fn parsed<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T: FromStr<Err: std::error::Error + Send + Sync + 'static>,
{
    let text: String = row.get(column)?;
    text.parse().map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error)))
}

#[cfg(test)]
impl Store {
    /// Does database work at once, for tests without a runtime.
    pub fn now<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T, Error>) -> Result<T, Error> {
        work(&mut self.connection.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_of_a_later_version_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        Store::open(folder.path()).unwrap().now(|db| Ok(db.pragma_update(None, "user_version", 99)?)).unwrap();
        let refusal = Store::open(folder.path()).err().unwrap();
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

        let journal = Store::open(folder.path()).unwrap().now(|db| {
            let mut query = db.prepare("SELECT notification_id FROM journal WHERE receiver = 'u' ORDER BY revision")?;
            Ok(query.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?)
        });

        assert_eq!(journal.unwrap(), ["a", "b"]);
    }
}
