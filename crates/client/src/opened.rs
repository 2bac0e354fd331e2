use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use store::{Changes, Due, Reader, Retention, Search, Select, Store, StoreError, StoredRow, Tally};
use tokio_util::task::TaskTracker;

use crate::desk::Stored;
use crate::locked::{Locked, Told};
use crate::session::Now;
use crate::view;

/// So many rows the snapshot carries, for the tray's menu.
const NEWEST: u32 = 5;

/// How often old rows are let go, and how soon again when there are more of them.
const RETENTION: Duration = Duration::from_secs(6 * 3600);
/// After so long without anything written or read, memory is given back and room made on the disk.
const REST: Duration = Duration::from_secs(5);
const A_DAY: SignedDuration = SignedDuration::from_hours(24);
const MORE_RETENTION: Duration = Duration::from_secs(1);

/// A store that is open, and all that reads it.
pub struct Opened {
    pub store: Store,
    pub reader: Arc<Mutex<Reader>>,
    /// While somebody searches.
    pub search: Option<Arc<Mutex<Search>>>,
    /// How often a search was opened or closed: tells one that is still wanted from one that is not.
    pub searches: u32,
    /// Whatever works on it elsewhere. Closing waits for them.
    pub readers: TaskTracker,
    /// Counts that stayed different after everything was read: rows that can't be read must not cost a full read each time.
    pub accepted: Option<(Tally, Tally)>,
    /// When old rows are to be let go.
    retention: Instant,
    /// What was stored at the last look, and when it rests if nothing happens until then.
    rest: (u32, Option<Instant>),
    /// When a time comes that the user set, as far as is known.
    due: Option<Timestamp>,
    /// What was told of before it was open.
    told: Told,
    /// What the snapshot shows of it, with the revision it was read at.
    stored: Option<Stored>,
    /// What the server should count, with the revision it was counted at.
    tally: Option<(u32, Tally)>,
}

impl Opened {
    /// A store that has just been opened; `told` is what was told of while it was not.
    pub fn new(store: Store, told: Told) -> Result<Self, StoreError> {
        let reader = Arc::new(Mutex::new(store.reader()?));
        let (search, searches, accepted, stored, tally) = Default::default();
        let (readers, due) = (TaskTracker::new(), Some(Timestamp::MIN));
        let (retention, rest) = (Instant::now(), (0, Some(Instant::now() + REST)));
        Ok(Self { store, reader, search, searches, readers, accepted, retention, rest, due, told, stored, tally })
    }

    /// Nobody searches any more, not even with one that is just being opened.
    pub fn end_search(&mut self) {
        self.search = None;
        self.searches += 1;
    }

    /// Reads with the store's present keys from now on.
    pub fn renew_reader(&mut self) -> Result<(), StoreError> {
        self.reader = Arc::new(Mutex::new(self.store.reader()?));
        self.end_search();
        Ok(())
    }

    /// Makes a damaged database anew from what can be read of it.
    pub fn replace(&mut self) -> Result<Changes, StoreError> {
        self.store.replace()?;
        self.renew_reader()?;
        Ok(Changes::default())
    }

    /// Leaves out what was told of while it was locked.
    pub fn not_told(&mut self, mut fresh: Vec<StoredRow>) -> Vec<StoredRow> {
        fresh.retain(|row| !self.told.take(row.notification.id));
        fresh
    }

    /// Says when old rows are to be let go next.
    pub fn let_go_at(&mut self, time: Instant) {
        self.retention = time;
    }

    /// Lets go of old rows, when it is time to. A clock that is years ahead takes nothing with it: age is counted back from
    /// a day after the newest row at the latest.
    pub fn let_go(&mut self, now: Now, keep: &Retention) -> Result<Changes, StoreError> {
        if now.instant < self.retention {
            return Ok(Changes::default());
        }
        self.retention = now.instant + RETENTION;
        let Some(newest) = self.newest()? else { return Ok(Changes::default()) };
        let latest = newest.checked_add(A_DAY).unwrap_or(Timestamp::MAX);
        let done = self.store.retain(now.wall.min(latest), keep)?;
        if done.more {
            self.retention = now.instant + MORE_RETENTION;
        }
        Ok(done.changes)
    }

    /// Something is read that memory is taken for.
    pub fn busy(&mut self) {
        self.rest.1 = Some(Instant::now() + REST);
    }

    /// Once nothing was written or read for a while, gives memory back and makes room for what is written next, which takes
    /// longer than anybody should wait.
    pub fn rest(&mut self, now: Instant) -> Result<(), StoreError> {
        let revision = self.store.revision();
        if std::mem::replace(&mut self.rest.0, revision) != revision {
            self.busy();
        }
        if self.rests_at().is_none_or(|rest| now < rest) {
            return Ok(());
        }
        self.rest.1 = None;
        // The next check would read as much again.
        self.tally()?;
        self.store.rest()?;
        match self.reader.try_lock().ok().map(|reader| reader.rest()) {
            Some(rested) => rested?,
            // Somebody reads still.
            None => self.busy(),
        }
        self.store.make_room()
    }

    /// When that is.
    pub fn rests_at(&self) -> Option<Instant> {
        self.rest.1
    }

    /// Looks at the clock for times that the user set, when one may have come.
    pub fn take_due(&mut self, now: Timestamp) -> Result<Due, StoreError> {
        if self.due.is_none_or(|due| now < due) {
            return Ok(Due::default());
        }
        let due = self.store.take_due(now)?;
        self.due = due.next;
        Ok(due)
    }

    /// When one may come next.
    pub fn due(&self) -> Option<Timestamp> {
        self.due
    }

    /// Says when to look at the clock next.
    pub fn look_at(&mut self, time: Timestamp) {
        self.due = Some(time);
    }

    /// Some times may be others than before.
    pub fn times_changed(&mut self) {
        self.look_at(Timestamp::MIN);
    }

    /// When the newest row was made that is shown.
    fn newest(&self) -> Result<Option<Timestamp>, StoreError> {
        let page = self.store.reader()?.page(&Select::default(), i64::MAX, 0, 1)?;
        Ok(page.rows.first().map(|row| row.notification.date))
    }

    /// What the server should count. That goes through all rows, so it is counted once for every change.
    pub fn tally(&mut self) -> Result<Tally, StoreError> {
        let revision = self.store.revision();
        if let Some((_, tally)) = self.tally.filter(|(counted_at, _)| *counted_at == revision) {
            return Ok(tally);
        }
        let tally = self.store.tally()?;
        self.tally = Some((revision, tally));
        Ok(tally)
    }

    /// What a snapshot shows of it.
    pub fn stored(&mut self) -> Result<Stored, StoreError> {
        let revision = self.store.revision();
        if let Some(stored) = self.stored.as_ref().filter(|stored| stored.revision == revision) {
            return Ok(stored.clone());
        }
        let newest = self.store.newest_unread(NEWEST)?.into_iter().map(view::preview).collect();
        let kinds = self.store.unread_by_kind()?;
        let unread = kinds.iter().map(|(_, count)| count).sum();
        let pending = u32::try_from(self.store.pending()?.len()).unwrap_or(u32::MAX);
        let (follow_ups, snoozed) = self.store.marked()?;
        let stored = Stored { revision, unread, follow_ups, snoozed, kinds, pending, newest };
        self.stored = Some(stored.clone());
        Ok(stored)
    }

    /// Closes it: keys and texts go with it, and what still reads ends early. Also gives what the end of the last reader
    /// can be waited for with.
    pub fn close(self) -> (Locked, TaskTracker) {
        // A database that can't be read is closed all the same; then the server's count tells.
        let last = self.store.glance().unwrap_or_default();
        self.readers.close();
        (Locked::new(self.store.revision(), last), self.readers)
    }
}
