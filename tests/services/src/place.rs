use std::path::{Path, PathBuf};
use std::{fs, io};

use hub::{Database, Office, Redis};
use tempfile::TempDir;
use tokio::process::Command;

use crate::postgres::{self, Postgres};
use crate::redis::Redis as RedisServer;

/// What a story is told on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// One hub on SQLite.
    Sqlite,
    /// One hub on PostgreSQL and Redis.
    Postgres,
    /// Two hubs on PostgreSQL and Redis, behind a balancer.
    TwoHubs,
}

/// Says where the stories are told that leave it open.
const CHOICE: &str = "PLACE";

impl Place {
    /// Where stories are told that leave it open: on SQLite, unless the variable `PLACE` says `postgres` or `two-hubs`.
    pub fn chosen() -> Self {
        match std::env::var(CHOICE).as_deref() {
            Err(_) | Ok("sqlite") => Self::Sqlite,
            Ok("postgres") => Self::Postgres,
            Ok("two-hubs") => Self::TwoHubs,
            Ok(other) => panic!("{CHOICE} is sqlite, postgres or two-hubs, not {other}"),
        }
    }

    /// A new site of this kind, with nothing in it.
    pub fn site(self) -> Site {
        match self {
            Self::Sqlite => Site::in_a_folder(),
            Self::Postgres | Self::TwoHubs => Site::on(Postgres::shared(), RedisServer::shared()),
        }
    }

    /// How many hubs serve it.
    pub fn hubs(self) -> usize {
        if self == Self::TwoHubs { 2 } else { 1 }
    }
}

/// Where the hubs of one story keep what they know.
pub struct Site {
    /// Of the clinic: its rules, and an SQLite database. It goes when this is dropped.
    folder: TempDir,
    /// The addresses of a PostgreSQL database and of Redis.
    services: Option<(String, String)>,
}

impl Site {
    /// A new SQLite database.
    pub fn in_a_folder() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), services: None }
    }

    /// A new database on these two.
    pub fn on(postgres: &Postgres, redis: &RedisServer) -> Self {
        Self { services: Some((postgres.database().unwrap(), redis.url())), ..Self::in_a_folder() }
    }

    /// Where its SQLite database is, if it has one, and its rules.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Gives the clinic rules and types of its own.
    pub fn set_rules(&self, rules: &str) {
        fs::write(self.rules(), rules).unwrap();
    }

    /// Opens its database.
    ///
    /// # Errors
    /// As [`Office::open`].
    pub async fn office(&self) -> Result<Office, hub::Error> {
        let Some((database, redis)) = &self.services else {
            return Office::open(&Database::Folder(self.folder.path().to_owned())).await;
        };
        let office = Office::open(&Database::at(database)?).await?.with_redis(Redis::at(redis)?);
        if self.rules().exists() { office.with_rules(&self.rules()) } else { Ok(office) }
    }

    /// The address of its PostgreSQL database, if it has one.
    pub fn database(&self) -> Option<&str> {
        self.services.as_ref().map(|(database, _)| database.as_str())
    }

    /// Tells a `hub` command where the database is, and Redis.
    pub fn point_out(&self, command: &mut Command) {
        match &self.services {
            Some((database, redis)) => command.env("HUB_DATABASE_URL", database).env("HUB_REDIS_URL", redis),
            None => command.arg("--data").arg(self.folder.path()),
        };
    }

    /// All that is in the database.
    pub async fn contents(&self) -> io::Result<Vec<u8>> {
        if let Some((database, _)) = &self.services {
            return postgres::dump(database).await;
        }
        let files = fs::read_dir(self.folder.path())?.map(|file| fs::read(file?.path()));
        files.collect::<io::Result<Vec<_>>>().map(|files| files.concat())
    }

    fn rules(&self) -> PathBuf {
        self.folder.path().join("rules.toml")
    }
}
