//! The triggers that keep Django's tables and the hub's alike: `mirror.sql` writes them, `part.sql` takes them away.

use crate::store::Db;
use crate::{Error, Office};

use super::columns;
use super::worker::Taken;

/// How many triggers there are: seven on Django's tables, four on the hub's.
const TRIGGERS: i64 = 11;

impl Office {
    /// Begins to keep Django's tables and the hub's alike, and takes over all that is there; again repairs what is missing.
    ///
    /// # Errors
    /// [`Error::NeedsPostgres`], [`Error::NotTakeCare`], or when the database does not allow it.
    pub async fn install_mirror(&self) -> Result<Taken, Error> {
        self.store.read(columns::check).await?;
        self.store.write(|db| db.run(include_str!("mirror.sql"))).await?;
        self.take_over_all().await
    }

    /// Ends that. Django's tables are as they were before; the hub keeps what it has taken over.
    ///
    /// # Errors
    /// [`Error::NeedsPostgres`], or when the database does not allow it.
    pub async fn remove_mirror(&self) -> Result<(), Error> {
        let part = |db: &Db<'_>| {
            if !db.is_postgres() {
                return Err(Error::NeedsPostgres);
            }
            db.run(include_str!("part.sql"))
        };
        self.store.write(part).await
    }
}

/// Refuses a database whose triggers are not all there and at work.
pub fn check(db: &Db<'_>) -> Result<(), Error> {
    if triggers(db)? == TRIGGERS { Ok(()) } else { Err(Error::NoMirror) }
}

/// Refuses a database where some of them are at work.
pub fn check_absent(db: &Db<'_>) -> Result<(), Error> {
    if db.is_postgres() && triggers(db)? > 0 { Err(Error::Mirrored) } else { Ok(()) }
}

fn triggers(db: &Db<'_>) -> Result<i64, Error> {
    let sql = "SELECT count(*) FROM pg_catalog.pg_trigger WHERE tgenabled IN ('O', 'A') AND tgfoid IN
                   (SELECT oid FROM pg_catalog.pg_proc WHERE pronamespace = to_regnamespace('takecare_hub')
                    AND proname IN ('note_rows', 'tell_sent', 'tell_marked', 'tell_removed', 'leave_people'))";
    db.row(sql, &[])?.get(0)
}
