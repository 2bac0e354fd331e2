//! Who did what, when (`docs/hub.md`): a line for each deed, in the transaction of the deed itself, and never the text of a
//! notification. Each line is bound to the one before by a hash.

mod deed;
mod entry;
mod tally;
mod trail;

pub use deed::{Action, Deed, Party, Who};
pub use entry::AuditEntry;
pub use tally::Tally;
pub use trail::AuditTrail;

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::interval;

use crate::app::App;
use crate::store::Db;
use crate::{Error, Office};
use entry::{COLUMNS, Hash};

/// How often the refusals without a line are summed up.
const MINUTE: Duration = Duration::from_secs(60);

impl Deed {
    /// Writes its line.
    pub fn note(&self, db: &Db<'_>, now: Timestamp) -> Result<(), Error> {
        let entry = AuditEntry::after(last(db)?, self, now)?;
        let sql = format!("INSERT INTO audit ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
        let AuditEntry { number, at, action, actor, subject, address, detail, amount, hash, .. } = &entry;
        db.execute(&sql, &[number, &at.as_microsecond(), action, actor, subject, address, detail, amount, hash])?;
        Ok(())
    }
}

impl Office {
    /// Notes a deed that changes nothing else in the database.
    pub(crate) async fn note(&self, deed: Deed) -> Result<(), Error> {
        self.store.write(move |db| deed.note(db, Timestamp::now())).await
    }
}

impl App {
    /// Notes that somebody was refused something, unless there are too many of those.
    pub async fn note_refusal(&self, deed: Deed) -> Result<(), Error> {
        if self.refusals.has_line() { self.office.note(deed).await } else { Ok(()) }
    }
}

/// Sums up, every minute and when the server ends, the refusals that have no line.
pub async fn sum_up(app: App) {
    let mut minutes = interval(MINUTE);
    loop {
        let goes_on = tokio::select! { _ = minutes.tick() => true, () = app.stopping.cancelled() => false };
        let more = app.refusals.turn();
        let deed = Deed::new(Action::MoreRefused, Who::HUB).times(more);
        if more > 0
            && let Err(error) = app.office.note(deed).await
        {
            tracing::warn!("{more} refusals can't be noted yet: {error}");
            app.refusals.count(more);
        }
        if !goes_on {
            return;
        }
    }
}

/// Removes lines that are older than this, and notes how many. The lines that stay prove themselves as before, but for
/// the first.
pub fn drop_older(db: &Db<'_>, oldest: Timestamp, now: Timestamp) -> Result<usize, Error> {
    // By number, so that no gap comes of a clock that was set back.
    let sql = "SELECT coalesce((SELECT min(number) FROM audit WHERE at >= $1), (SELECT max(number) + 1 FROM audit), 0)";
    let first_kept: i64 = db.row(sql, &[&oldest.as_microsecond()])?.get(0)?;
    let old = db.row("SELECT count(*) FROM audit WHERE number < $1", &[&first_kept])?.count(0)? as usize;
    if old > 0 {
        // Before the others go, so that there is one to follow.
        Deed::new(Action::LinesDropped, Who::HUB).times(old).note(db, now)?;
        db.execute("DELETE FROM audit WHERE number < $1", &[&first_kept])?;
    }
    Ok(old)
}

fn last(db: &Db<'_>) -> Result<Option<(i64, Hash)>, Error> {
    let Some(row) = db.optional("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1", &[])? else {
        return Ok(None);
    };
    let hash: Vec<u8> = row.get(1)?;
    Ok(Some((row.get(0)?, hash.try_into().map_err(|_| Error::Unreadable)?)))
}
