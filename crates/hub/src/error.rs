use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use crate::rules::RulesError;
use crate::sensitive::KeyFault;

/// What can go wrong in the hub. No variant carries a message, a password or an e-mail address.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The data folder can't be made or entered.
    #[error("can't use the data folder {path}: {source}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The SQLite database can't be read or written.
    #[error("the database can't be used: {0}")]
    Database(#[from] rusqlite::Error),
    /// The address of the PostgreSQL database can't be understood.
    #[error("this is no address of a database, as postgres://user@host/name would be: {0}")]
    DatabaseUrl(String),
    /// The address of Redis can't be understood.
    #[error("this is no address of Redis, as redis://host/ would be")]
    RedisUrl,
    /// PostgreSQL is not there, or not any more; the next request tries again.
    #[error("the database can't be reached, which the next request tries again: {0}")]
    Unreachable(String),
    /// PostgreSQL refused a statement, for the reason that this code names (PostgreSQL manual, appendix A).
    #[error("the database refused a statement (SQLSTATE {0})")]
    Statement(String),
    /// A row holds what no hub writes.
    #[error("the database holds something that no hub wrote")]
    Unreadable,
    /// So many requests of one user or service wait already that another one is refused.
    #[error("too many requests of one user or service are under way")]
    TooMany,
    /// That something was delivered could not be noted: it comes again.
    #[error("what was delivered could not be noted, so that it will come again")]
    NotNoted,
    /// TLS to the database can't be set up.
    #[error("the operating system's certificates can't be used for TLS to the database: {0}")]
    Tls(rustls::Error),
    /// The database was written by a later version.
    #[error("the database is of version {found}, this hub knows up to {known}: install the newer hub")]
    Newer {
        /// The version of the database.
        found: u32,
        /// The newest this program knows.
        known: u32,
    },
    /// The address is taken, or not ours.
    #[error("can't listen on {address}: {source}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// A user's e-mail address must be unique.
    #[error("there is a user with this e-mail address already")]
    EmailTaken,
    /// Nobody to send to.
    #[error("there is no such user")]
    UnknownUser,
    /// The deployed server drops such a notification in silence (section 3.1); the sender should hear of it.
    #[error("can't send this: {0}")]
    Unsendable(&'static str),
    /// A type that is not in the table; the sender should hear of it.
    #[error("there is no type {kind}: known are {known}")]
    UnknownKind {
        /// What was asked for.
        kind: String,
        /// What there is.
        known: String,
    },
    /// The clinic's rules can't be used.
    #[error(transparent)]
    Rules(#[from] RulesError),
    /// Sensitive data is never stored without being sealed.
    #[error("sensitive data can't be kept without a key: make one with `hub keys new`, and give it to the hub")]
    NoKeys,
    /// Sensitive data can't be sealed or opened.
    #[error(transparent)]
    Key(#[from] KeyFault),
    /// Only PostgreSQL has tables of others beside the hub's.
    #[error("only a PostgreSQL database has tables of modules: give --database")]
    NeedsPostgres,
    /// The database is not that of TakeCare's web site as section 10 has it.
    #[error("this is not TakeCare's database as the hub knows it: {0}; give the one that TakeCare's web site uses")]
    NotTakeCare(String),
    /// Django's tables don't tell the hub what happens in them.
    #[error("Django's tables are not kept alike with the hub's: run `hub beside install` on this database first")]
    NoMirror,
    /// What Django writes would not be seen, and what the hub does would stand at Django only in part.
    #[error(
        "this database is kept alike with Django's: serve it with --beside, or run `hub beside remove` on it first"
    )]
    Mirrored,
    /// The database that is imported from is away, or does not let the hub in.
    #[error(
        "TakeCare's database can't be read: {0}; look whether --from has its address, and an account and password that it \
         knows, and import again"
    )]
    SourceAway(String),
    /// The database that is imported from refused to be read, for the reason that this code names.
    #[error(
        "TakeCare's database refuses to be read (SQLSTATE {0}): let the account in --from SELECT from accounts_user and \
         notifications_notification"
    )]
    SourceRefused(String),
    /// Of two imports at once, the one that began earlier would take what is new for gone.
    #[error("another `hub import` reads TakeCare's database: wait for its end, and import again")]
    ImportGoesOn,
    /// An empty database is taken for a wrong one.
    #[error("nobody has an account in TakeCare's database, so it can't be the right one: nothing was imported")]
    NobodyThere,
    /// People belong to Django, beside which the hub works.
    #[error("people are kept by TakeCare's web site, beside which this hub works: change them there")]
    PeopleAreDjangos,
    /// There is no such table.
    #[error("there is no table {0} in this database")]
    UnknownTable(String),
    /// A column that points to nothing.
    #[error("the column {0} does not point to another table")]
    NoReference(String),
    /// No service token has this id.
    #[error("there is no service token of this id: `hub token list` shows them")]
    UnknownToken,
    /// The password can't be hashed, or its stored hash is unreadable.
    #[error("the password can't be hashed or checked: {0}")]
    Password(String),
    /// A template is broken.
    #[error("a template can't be rendered: {0}")]
    Template(#[from] minijinja::Error),
    /// JSON can't be written, or the demo's script can't be read.
    #[error("JSON can't be read or written: {0}")]
    Json(#[from] serde_json::Error),
    /// The demo's script has no line for one of the eight types.
    #[error("the demo's script has nothing to say for a type")]
    EmptyScript,
    /// Metrics can't be written.
    #[error("metrics can't be written: {0}")]
    Metrics(#[from] std::fmt::Error),
    /// A date lies outside the calendar.
    #[error("the clock can't be right: {0}")]
    Calendar(#[from] jiff::Error),
    /// A cookie can't be written into a header.
    #[error("a cookie can't be written: {0}")]
    Cookie(#[from] axum::http::header::InvalidHeaderValue),
    /// Work was cut off, which happens only while the program ends.
    #[error("interrupted: the program is ending")]
    Interrupted,
}
