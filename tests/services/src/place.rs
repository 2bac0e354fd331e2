use std::fs;

use hub::{Database, Redis, Settings};
use tempfile::TempDir;

use crate::Redis as RedisServer;
use crate::postgres::{self, Postgres};

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

impl Place {
    /// A new site of this kind, with nothing in it.
    pub fn site(self) -> Site {
        match self {
            Self::Sqlite => Site::Folder(tempfile::tempdir().unwrap()),
            Self::Postgres | Self::TwoHubs => Site::on(Postgres::shared(), RedisServer::shared()),
        }
    }

    /// How many hubs serve it.
    pub fn hubs(self) -> usize {
        if self == Self::TwoHubs { 2 } else { 1 }
    }
}

/// Where the hubs of one story keep what they know. A folder goes when this is dropped.
pub enum Site {
    /// A folder for SQLite.
    Folder(TempDir),
    /// The addresses of a PostgreSQL database and of Redis.
    Services {
        /// Of PostgreSQL.
        database: String,
        /// Of Redis.
        redis: String,
    },
}

impl Site {
    /// A new database on these two.
    pub fn on(postgres: &Postgres, redis: &RedisServer) -> Self {
        Self::Services { database: postgres.database().unwrap(), redis: redis.url() }
    }

    /// All that is kept here.
    pub fn contents(&self) -> Vec<u8> {
        match self {
            Self::Folder(folder) => {
                let files = fs::read_dir(folder.path()).unwrap();
                files.flat_map(|file| fs::read(file.unwrap().path()).unwrap()).collect()
            }
            Self::Services { database, .. } => postgres::dump(database).unwrap(),
        }
    }

    /// What a hub needs to know of it, on any free port.
    pub fn settings(&self) -> Settings {
        let listen = "127.0.0.1:0".parse().unwrap();
        match self {
            Self::Folder(folder) => {
                Settings { listen, database: Database::Folder(folder.path().to_owned()), redis: None }
            }
            Self::Services { database, redis } => {
                Settings { listen, database: Database::at(database).unwrap(), redis: Some(Redis::at(redis).unwrap()) }
            }
        }
    }
}
