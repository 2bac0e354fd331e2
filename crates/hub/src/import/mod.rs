//! Moving from TakeCare's web site in Django to the hub: people and notifications are taken over from its database, as often as
//! wanted, while it goes on (`docs/hub.md`).
//!
//! All is read from one moment of that database (`source`), in pieces, each of which is written in one transaction with the
//! note of what it was there (`notes`). So whoever is killed in the middle begins again and does nothing twice, and the next
//! import can tell what changed there from what was done here: the one is carried over, the other stays.

mod left_out;
mod merge;
mod notes;
mod notifications;
mod people;
mod source;

pub use left_out::{LeftOut, Reason};

use jiff::Timestamp;

use crate::store::{Db, PostgresUrl};
use crate::{Error, Office};
use source::{Source, Table};

/// What came of an import, or has come of it so far.
#[derive(Debug, Default)]
pub struct Imported {
    /// Of people. Those who are gone there are shut out here.
    pub people: Counts,
    /// People for whom there was an account of the same rights here, which was left as it is and gets their notifications.
    pub joined: usize,
    /// Of notifications. Those that are gone there are gone here.
    pub notifications: Counts,
    /// What could not be taken.
    pub left_out: Vec<LeftOut>,
}

/// How many there were.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// In the source.
    pub read: usize,
    /// That are here now and were not before.
    pub new: usize,
    /// That were here and are otherwise now.
    pub changed: usize,
    /// That were taken over once and are not in the source any more.
    pub gone: usize,
}

impl Counts {
    fn add(&mut self, more: Self) {
        self.read += more.read;
        self.new += more.new;
        self.changed += more.changed;
        self.gone += more.gone;
    }
}

impl Imported {
    fn add(&mut self, more: Self) {
        self.people.add(more.people);
        self.joined += more.joined;
        self.notifications.add(more.notifications);
        self.left_out.extend(more.left_out);
    }
}

impl Office {
    /// Takes over people and notifications from TakeCare's PostgreSQL database, in which nothing is written, and tells after
    /// each piece how far it is. Again, it carries over what changed there since, and leaves alone what was done here.
    ///
    /// # Errors
    /// [`Error::Mirrored`], [`Error::SourceAway`], [`Error::SourceRefused`], [`Error::NotTakeCare`], [`Error::NobodyThere`],
    /// [`Error::ImportGoesOn`], or when the hub's own database can't be written. What was taken until then stays; import again to go on.
    pub async fn import(&self, from: &PostgresUrl, mut told: impl FnMut(&Imported)) -> Result<Imported, Error> {
        self.check_alone().await?;
        let source = Source::open(from).await?;
        let mut imported = Imported::default();
        while let Some(found) = source.next_people().await? {
            imported.add(self.take(move |db, now| people::take(db, found, now)).await?);
            told(&imported);
        }
        if imported.people.read == 0 {
            return Err(Error::NobodyThere);
        }
        while let Some(found) = source.next_notifications().await? {
            imported.add(self.take(move |db, now| notifications::take(db, found, now)).await?);
            told(&imported);
        }
        self.let_go(&source, Table::Notifications, notifications::let_go, &mut imported).await?;
        self.let_go(&source, Table::People, people::let_go, &mut imported).await?;
        Ok(imported)
    }

    /// Does the same with what was taken over earlier and is not in the source any more.
    async fn let_go(
        &self,
        source: &Source,
        table: Table,
        work: fn(&Db<'_>, &[String], Timestamp) -> Result<Imported, Error>,
        imported: &mut Imported,
    ) -> Result<(), Error> {
        let mut after = String::new();
        loop {
            let noted = self.store.read(move |db| notes::ids_after(db, table, &after)).await?;
            let Some(last) = noted.last().cloned() else {
                return Ok(());
            };
            let gone = source.lacking(table, noted).await?;
            if !gone.is_empty() {
                imported.add(self.take(move |db, now| work(db, &gone, now)).await?);
            }
            after = last;
        }
    }

    async fn take<F>(&self, work: F) -> Result<Imported, Error>
    where
        F: FnOnce(&Db<'_>, Timestamp) -> Result<Imported, Error> + Send + 'static,
    {
        self.store.write(move |db| work(db, Timestamp::now())).await
    }
}
