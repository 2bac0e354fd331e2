use std::fmt;
use std::path::PathBuf;

use crate::Error;

/// Where a hub keeps its data. Neither `Debug` nor an error shows a password.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// The folder of an SQLite database; made when it is not there.
    Folder(PathBuf),
    /// A PostgreSQL database, which several hubs may share.
    Postgres(PostgresUrl),
}

impl Database {
    /// The PostgreSQL database at `postgres://user:password@host:port/name?sslmode=require`.
    ///
    /// # Errors
    /// [`Error::DatabaseUrl`] when that is no such address.
    pub fn at(url: &str) -> Result<Self, Error> {
        PostgresUrl::at(url).map(Self::Postgres)
    }
}

/// The address of a PostgreSQL database, taken apart.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresUrl(pub(super) Box<tokio_postgres::Config>);

impl PostgresUrl {
    /// One that is written `postgres://user:password@host:port/name?sslmode=require`.
    ///
    /// # Errors
    /// [`Error::DatabaseUrl`] when that is no such address.
    pub fn at(url: &str) -> Result<Self, Error> {
        let config: tokio_postgres::Config = url.parse().map_err(|error| Error::DatabaseUrl(reason(&error)))?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(Error::DatabaseUrl("it names no host".to_owned()));
        }
        Ok(Self(Box::new(config)))
    }
}

/// What the library says is wrong: names of options, never their values. Even an unknown name stays unsaid: it may be the
/// rest of a password with a question mark in it.
fn reason(error: &tokio_postgres::Error) -> String {
    let reason = std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
    if reason.starts_with("unknown option") {
        return "it has an option that is not known (in a password, ? and @ are written %3F and %40)".to_owned();
    }
    reason
}

impl fmt::Debug for Database {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => out.debug_tuple("Folder").field(path).finish(),
            Self::Postgres(_) => out.write_str("Postgres(..)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_never_shown() {
        let database = Database::at("postgres://hub:s3cret@db.clinic.example/takecare?sslmode=require").unwrap();
        assert_eq!(format!("{database:?}"), "Postgres(..)");
        for wrong in [
            "postgres://hub:s3cret@db.clinic.example/takecare?sslmode=s3cret",
            "postgres://hub:s3cret@db.clinic.example:port/takecare",
            "postgres://hub:s3cret@db.clinic.example/takecare?s3cret=1%",
            "postgres://hub:s3cret@/takecare",
            "mysql://hub:s3cret@db.clinic.example/takecare",
            "s3cret",
        ] {
            let refusal = Database::at(wrong).unwrap_err();
            assert!(!format!("{refusal} {refusal:?}").contains("s3cret"), "{refusal}");
        }
    }
}
