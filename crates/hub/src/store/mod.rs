//! The hub's database: one SQLite file, or a PostgreSQL database that several hubs share.
//!
//! One set of SQL serves both ([`Db`] tells how to write it); where they can't be the same stands in `sqlite` and
//! `postgres`. Everybody who writes takes the one write lock of the database first, so that the order of `seq` and of
//! `revision` is the order of commits: whoever has read up to one place misses nothing that comes later.

mod database;
mod db;
mod listen;
mod postgres;
mod row;
mod snapshot;
mod sqlite;
mod tls;

pub use database::{Database, PostgresUrl};
pub use db::Db;
pub use row::Row;
pub use snapshot::Snapshot;

use std::sync::Arc;

use tokio::sync::Notify;

use crate::Error;
use postgres::Postgres;
use sqlite::Sqlite;

/// The database. Several processes may use it at once.
#[derive(Clone)]
pub struct Store(Backend);

#[derive(Clone)]
enum Backend {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    /// A moment: all that is read in it belongs together, whatever others write meanwhile.
    Read,
    /// Alone with the write lock: what is read holds until what is written is committed.
    Write,
}

impl Store {
    /// Opens the database and makes or renews its tables where needed.
    pub async fn open(database: &Database) -> Result<Self, Error> {
        Ok(Self(match database {
            Database::Folder(folder) => Backend::Sqlite(Sqlite::open(folder)?),
            Database::Postgres(url) => Backend::Postgres(Postgres::open(url).await?),
        }))
    }

    /// Reads, all as it is at one moment.
    pub async fn read<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Db<'_>) -> Result<T, Error> + Send + 'static,
    {
        self.run(Access::Read, work).await
    }

    /// Reads and writes in one transaction, which is committed unless the work fails.
    pub async fn write<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Db<'_>) -> Result<T, Error> + Send + 'static,
    {
        self.run(Access::Write, work).await
    }

    /// Tells of what is notified on a channel of PostgreSQL, for ever; SQLite has none.
    pub async fn listen(self, channel: &str, heard: Arc<Notify>) {
        match self.0 {
            Backend::Sqlite(_) => {}
            Backend::Postgres(postgres) => postgres.listen(channel, &heard).await,
        }
    }

    async fn run<T, F>(&self, access: Access, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Db<'_>) -> Result<T, Error> + Send + 'static,
    {
        match &self.0 {
            Backend::Sqlite(sqlite) => sqlite.run(access, work).await,
            Backend::Postgres(postgres) => postgres.run(access, work).await,
        }
    }
}

#[cfg(test)]
impl Store {
    /// One in a folder, for tests without a runtime.
    pub fn in_folder(folder: &std::path::Path) -> Self {
        Self(Backend::Sqlite(Sqlite::open(folder).unwrap()))
    }

    /// Reads and writes at once, for tests without a runtime.
    pub fn now<T>(&self, work: impl FnOnce(&Db<'_>) -> Result<T, Error>) -> Result<T, Error> {
        match &self.0 {
            Backend::Sqlite(sqlite) => sqlite.now(Access::Write, work),
            Backend::Postgres(_) => unreachable!("it needs a runtime"),
        }
    }
}
