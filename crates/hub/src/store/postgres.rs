use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime, Transaction};
use tokio::runtime::Handle;
use tokio::sync::{Mutex, Notify};
use tokio_postgres::IsolationLevel;
use tokio_postgres::types::ToSql;

use super::database::PostgresUrl;
use super::db::{Db, Inner, Parameter};
use super::row::Row;
use super::{Access, listen, tls};
use crate::Error;

/// Each migration takes the database from one version to the next; a published one never changes.
const MIGRATIONS: [&str; 4] = [
    include_str!("../../migrations/postgres/001_start.sql"),
    include_str!("../../migrations/postgres/002_modules.sql"),
    include_str!("../../migrations/postgres/003_audit.sql"),
    include_str!("../../migrations/postgres/004_imported.sql"),
];

/// The lock of all writers, and of migrations: any number that no other program on this database takes.
const WRITE_LOCK: i64 = 0x7461_6b65_6361_7265;

/// How many connections one hub opens at most. PostgreSQL allows 100 in all, unless told otherwise.
const CONNECTIONS: usize = 10;

/// How long a request waits for a connection before it is told that there is none.
const PATIENCE: Duration = Duration::from_secs(10);

/// A PostgreSQL database, in a schema of the hub's own.
#[derive(Clone)]
pub struct Postgres {
    config: Arc<tokio_postgres::Config>,
    pool: Pool,
    /// One writer of this process waits for the lock at a time, so that the others hold no connection meanwhile.
    turn: Arc<Mutex<()>>,
}

impl Postgres {
    /// Connects, and makes or renews the tables where needed.
    pub async fn open(url: &PostgresUrl) -> Result<Self, Error> {
        let this = Self::at(url)?;
        migrate(&mut this.pool.get().await.map_err(no_connection)?).await?;
        Ok(this)
    }

    /// One as it is, which need not be a hub's. Nothing is asked of it yet.
    pub fn at(PostgresUrl(config): &PostgresUrl) -> Result<Self, Error> {
        let mut config = config.as_ref().clone();
        let options = format!("{} -c search_path=takecare_hub", config.get_options().unwrap_or_default());
        config.options(options.trim_start()).application_name("takecare-hub").keepalives_idle(Duration::from_secs(30));
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(PATIENCE / 2);
        }
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = match tls::connector(&config)? {
            Some(tls) => Manager::from_config(config.clone(), tls, recycling),
            None => Manager::from_config(config.clone(), tokio_postgres::NoTls, recycling),
        };
        let builder = Pool::builder(manager).max_size(CONNECTIONS).runtime(Runtime::Tokio1);
        let pool = builder.wait_timeout(Some(PATIENCE)).create_timeout(Some(PATIENCE)).build();
        let pool = pool.map_err(|error| Error::Unreachable(error.to_string()))?;
        Ok(Self { config: Arc::new(config), pool, turn: Arc::default() })
    }

    /// Tells of what is notified on a channel, for ever.
    pub async fn listen(self, channel: &str, heard: &Notify) {
        listen::listen(&self.config, channel, heard).await;
    }

    /// Does database work on a thread that may block.
    pub async fn run<T, F>(&self, access: Access, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Db<'_>) -> Result<T, Error> + Send + 'static,
    {
        let turn = match access {
            Access::Read => None,
            Access::Write => Some(Arc::clone(&self.turn).lock_owned().await),
        };
        let client = self.pool.get().await.map_err(no_connection)?;
        let runtime = Handle::current();
        let task = tokio::task::spawn_blocking(move || {
            // Held to the end, even when nobody waits for this work any more.
            let _turn = turn;
            transact(client, &runtime, access, work)
        });
        task.await.map_err(|_| Error::Interrupted)?
    }
}

/// A transaction that is dropped before its commit is rolled back.
fn transact<T, F>(mut client: Object, runtime: &Handle, access: Access, work: F) -> Result<T, Error>
where
    F: FnOnce(&Db<'_>) -> Result<T, Error>,
{
    let transaction = runtime.block_on(begin(&mut client, access)).map_err(failed)?;
    let done = work(&Db(Inner::Postgres(Session { transaction: &transaction, runtime })))?;
    runtime.block_on(transaction.commit()).map_err(failed)?;
    Ok(done)
}

async fn begin(client: &mut Object, access: Access) -> Result<Transaction<'_>, tokio_postgres::Error> {
    match access {
        Access::Read => {
            client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true).start().await
        }
        Access::Write => {
            // Each statement of this level sees what was committed before it, thus all that came before the lock.
            let level = IsolationLevel::ReadCommitted;
            let transaction = client.build_transaction().isolation_level(level).start().await?;
            lock(&transaction).await?;
            Ok(transaction)
        }
    }
}

async fn lock(transaction: &Transaction<'_>) -> Result<(), tokio_postgres::Error> {
    let take = transaction.prepare_cached("SELECT pg_advisory_xact_lock($1)").await?;
    transaction.execute(&take, &[&WRITE_LOCK]).await.map(drop)
}

/// A transaction, seen from a thread that may block.
pub struct Session<'a> {
    transaction: &'a Transaction<'a>,
    runtime: &'a Handle,
}

impl Session<'_> {
    pub fn execute(&self, sql: &str, parameters: &[&dyn Parameter]) -> Result<u64, Error> {
        let done = async {
            let statement = self.transaction.prepare_cached(sql).await?;
            self.transaction.execute(&statement, &values(parameters)).await
        };
        self.runtime.block_on(done).map_err(failed)
    }

    pub fn run(&self, sql: &str) -> Result<(), Error> {
        self.runtime.block_on(self.transaction.batch_execute(sql)).map_err(failed)
    }

    pub fn rows(&self, sql: &str, parameters: &[&dyn Parameter]) -> Result<Vec<Row>, Error> {
        let found = async {
            let statement = self.transaction.prepare_cached(sql).await?;
            self.transaction.query(&statement, &values(parameters)).await
        };
        let rows = self.runtime.block_on(found).map_err(failed)?;
        Ok(rows.into_iter().map(Row::of_postgres).collect())
    }
}

fn values<'a>(parameters: &'a [&dyn Parameter]) -> Vec<&'a (dyn ToSql + Sync)> {
    parameters.iter().map(|value| *value as &(dyn ToSql + Sync)).collect()
}

/// Two hubs may start at once: the version is read under the write lock.
async fn migrate(client: &mut Object) -> Result<(), Error> {
    let change = begin(client, Access::Write).await.map_err(failed)?;
    let found = version(&change).await.map_err(failed)?;
    let known = MIGRATIONS.len() as u32;
    let missing = MIGRATIONS.get(found as usize..).ok_or(Error::Newer { found, known })?;
    for step in missing {
        change.batch_execute(step).await.map_err(failed)?;
    }
    if !missing.is_empty() {
        let note = format!("DELETE FROM version; INSERT INTO version VALUES ({known})");
        change.batch_execute(&note).await.map_err(failed)?;
    }
    change.commit().await.map_err(failed)
}

/// The version of the hub's tables; without any, their schema is made.
async fn version(change: &Transaction<'_>) -> Result<u32, tokio_postgres::Error> {
    // Whoever may not make schemas can be given one.
    if change.query_one("SELECT to_regclass('takecare_hub.version') IS NULL", &[]).await?.try_get(0)? {
        if change.query_one("SELECT to_regnamespace('takecare_hub') IS NULL", &[]).await?.try_get(0)? {
            change.batch_execute("CREATE SCHEMA takecare_hub").await?;
        }
        change.batch_execute("CREATE TABLE version (number BIGINT NOT NULL)").await?;
    }
    let number: i64 = change.query_one("SELECT coalesce(max(number), 0) FROM version", &[]).await?.try_get(0)?;
    Ok(u32::try_from(number).unwrap_or(u32::MAX))
}

fn no_connection(error: PoolError) -> Error {
    match error {
        PoolError::Backend(error) => Error::Unreachable(error.as_db_error().map_or_else(
            || with_causes(&error),
            // Nothing was asked yet: its words hold no data.
            |refusal| refusal.message().to_owned(),
        )),
        other => Error::Unreachable(with_causes(&other)),
    }
}

/// What the server says of a statement may quote data: only its code is passed on.
#[expect(clippy::needless_pass_by_value, reason = "as `map_err` gives it")]
fn failed(error: tokio_postgres::Error) -> Error {
    match error.code().map(tokio_postgres::error::SqlState::code) {
        // Connection exceptions, and a server that is stopping or starting.
        Some(code) if code.starts_with("08") || code.starts_with("57P") => {
            Error::Unreachable(format!("it is stopping or starting (SQLSTATE {code})"))
        }
        // The `lock_timeout` of django/mirror.sql.
        Some("55P03") => Error::Unreachable("another program holds a row of it".to_owned()),
        // Raised by django/mirror.sql.
        Some("TC001") => Error::PeopleAreDjangos,
        Some(code) => Error::Statement(code.to_owned()),
        None => Error::Unreachable(with_causes(&error)),
    }
}

fn with_causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}
