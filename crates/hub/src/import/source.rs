use std::time::Duration;

use tokio::time::sleep;

use crate::Error;
use crate::django::columns;
use crate::django::rows::{self, Found};
use crate::notifications::Foreign;
use crate::store::{Db, PostgresUrl, Snapshot};
use crate::users::Account;

/// How often it is asked whether another import is at its end, and how long it waits in between.
const TRIES: usize = 100;
const PAUSE: Duration = Duration::from_millis(100);

/// TakeCare's database as it was when the import began.
pub struct Source(Snapshot);

/// What is taken from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    People,
    Notifications,
}

impl Source {
    /// Connects, and refuses a database that is not TakeCare's.
    pub async fn open(from: &PostgresUrl) -> Result<Self, Error> {
        let this = Self(Snapshot::of(from).await.map_err(at_source)?);
        this.wait_for_turn().await?;
        this.read(columns::check_readable).await?;
        this.read(rows::open).await?;
        Ok(this)
    }

    /// One import reads it at a time. One that was killed a moment ago may still be under way there.
    async fn wait_for_turn(&self) -> Result<(), Error> {
        let take = |db: &Db<'_>| db.row("SELECT pg_try_advisory_xact_lock(hashtext('hub import'))", &[])?.get(0);
        for _ in 0..TRIES {
            if self.read(take).await? {
                return Ok(());
            }
            sleep(PAUSE).await;
        }
        Err(Error::ImportGoesOn)
    }

    /// The next people, in the order of their ids.
    pub async fn next_people(&self) -> Result<Option<Found<Account>>, Error> {
        self.read(rows::next_accounts).await.map(some)
    }

    /// The next notifications, in the order of their dates.
    pub async fn next_notifications(&self) -> Result<Option<Found<Foreign>>, Error> {
        self.read(rows::next_notifications).await.map(some)
    }

    /// Those of these ids that it does not have.
    pub async fn lacking(&self, table: Table, ids: Vec<String>) -> Result<Vec<String>, Error> {
        let name = match table {
            Table::People => "accounts_user",
            Table::Notifications => "notifications_notification",
        };
        let look = move |db: &Db<'_>| {
            let there = rows::present(db, name, &ids)?;
            Ok(ids.into_iter().filter(|id| !there.contains(id)).collect())
        };
        self.read(look).await
    }

    async fn read<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Db<'_>) -> Result<T, Error> + Send + 'static,
    {
        self.0.read(work).await.map_err(at_source)
    }
}

fn some<T>(found: Found<T>) -> Option<Found<T>> {
    (!found.ids.is_empty()).then_some(found)
}

/// The same, told of the source.
fn at_source(error: Error) -> Error {
    match error {
        Error::Unreachable(reason) => Error::SourceAway(reason),
        Error::Statement(code) => Error::SourceRefused(code),
        other => other,
    }
}
