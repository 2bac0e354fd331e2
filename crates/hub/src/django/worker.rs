//! Takes over what Django has written: each noted row once, in one transaction with the forgetting of its note. Whoever is
//! killed, and however many hubs there are, nothing is lost and nothing is done twice.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Notify;
use tokio::time::timeout;

use super::rows;
use crate::app::App;
use crate::store::Db;
use crate::{Error, Office, UserId, notifications, sessions, users};

/// On which channel the database tells that something was noted.
const CHANNEL: &str = "takecare_hub";
/// How often it is looked all the same.
const EVERY: Duration = Duration::from_secs(30);
/// How long to wait after a fault.
const AGAIN: Duration = Duration::from_secs(1);
/// So many notes are taken in one transaction: others write in between.
const BATCH: i64 = 500;

/// What was taken over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// How many changed people, notifications and sessions.
    pub rows: usize,
    /// For whom something changed.
    pub(crate) receivers: HashSet<UserId>,
}

/// Takes over what Django writes, as it is told of it, until the server ends.
pub async fn work(app: App) {
    let noted = Arc::new(Notify::new());
    let listens = app.office.store.clone().listen(CHANNEL, Arc::clone(&noted));
    let takes = async {
        loop {
            let wait = match take_all(&app).await {
                Ok(()) => EVERY,
                Err(error) => {
                    tracing::warn!("what Django wrote can't be taken over, trying again: {error}");
                    AGAIN
                }
            };
            // Early, because something was noted, or because the time has come.
            let _ = timeout(wait, noted.notified()).await;
        }
    };
    let both = async { tokio::join!(listens, takes) };
    app.stopping.run_until_cancelled(both).await;
}

async fn take_all(app: &App) -> Result<(), Error> {
    while let Some(taken) = app.office.take_over().await? {
        app.tell(taken.receivers);
    }
    Ok(())
}

impl Office {
    /// Takes over all that was noted.
    pub(super) async fn take_over_all(&self) -> Result<Taken, Error> {
        let mut all = Taken::default();
        while let Some(taken) = self.take_over().await? {
            all.rows += taken.rows;
            all.receivers.extend(taken.receivers);
        }
        Ok(all)
    }

    /// Takes over some of what was noted; `None` when nothing was. No lock is taken for nothing.
    async fn take_over(&self) -> Result<Option<Taken>, Error> {
        let is_waiting = self.store.read(|db| db.optional("SELECT 1 FROM noted LIMIT 1", &[])).await?.is_some();
        if !is_waiting {
            return Ok(None);
        }
        self.store.write(|db| take(db, Timestamp::now())).await.map(Some)
    }
}

/// What was noted of one of Django's tables.
#[derive(Default)]
struct Notes {
    seqs: Vec<[String; 1]>,
    people: Vec<String>,
    notifications: Vec<String>,
    sessions: usize,
}

fn take(db: &Db<'_>, now: Timestamp) -> Result<Taken, Error> {
    // What is written from here on came from Django, and is not told it again.
    db.row("SELECT set_config('takecare_hub.mirroring', 'on', true)", &[])?;
    let notes = notes(db)?;
    let is_someone_out = take_people(db, &notes.people)?;
    let receivers = take_notifications(db, &notes.notifications, now)?;
    if is_someone_out || notes.sessions > 0 {
        sessions::note_farewell(db)?;
    }
    let sql = format!("DELETE FROM noted WHERE seq IN (SELECT CAST(value ->> 0 AS BIGINT) FROM {})", db.each("$1"));
    db.execute(&sql, &[&serde_json::to_string(&notes.seqs)?])?;
    Ok(Taken { rows: notes.people.len() + notes.notifications.len() + notes.sessions, receivers })
}

/// The next notes, each row once, in the order of its first note.
fn notes(db: &Db<'_>) -> Result<Notes, Error> {
    let sql = format!("SELECT seq, model, id FROM noted ORDER BY seq LIMIT {BATCH}");
    let (mut notes, mut seen) = (Notes::default(), HashSet::new());
    for row in db.rows(&sql, &[])? {
        let (model, id): (String, String) = (row.get(1)?, row.get(2)?);
        notes.seqs.push([row.get::<i64>(0)?.to_string()]);
        if !seen.insert((model.clone(), id.clone())) {
            continue;
        }
        match model.as_str() {
            "accounts_user" => notes.people.push(id),
            "notifications_notification" => notes.notifications.push(id),
            _ => notes.sessions += 1,
        }
    }
    Ok(notes)
}

/// Takes over people; true when somebody's sessions may not hold any more.
fn take_people(db: &Db<'_>, ids: &[String]) -> Result<bool, Error> {
    let found = rows::accounts(db, ids)?;
    let mut is_someone_out = false;
    for account in found.rows {
        // Whoever had this address has another one at Django, which their own note brings.
        users::give_up_email(db, &account.user.email, account.id)?;
        let held = users::by_id(db, account.id)?;
        is_someone_out |=
            held.is_some_and(|held| held.password != account.password || held.is_active && !account.user.is_active);
        users::put(db, &account)?;
    }
    for id in ids.iter().filter(|id| !found.ids.contains(*id)) {
        is_someone_out |= users::remove(db, id)?;
    }
    Ok(is_someone_out)
}

/// Takes over notifications, and tells for whom something changed. What Django says holds, but for one thing: what was
/// delivered stays delivered. Django saves whole rows, old stamps with them (section 4.3).
fn take_notifications(db: &Db<'_>, ids: &[String], now: Timestamp) -> Result<HashSet<UserId>, Error> {
    let found = rows::notifications(db, ids)?;
    let gone: Vec<_> = ids.iter().filter(|id| !found.ids.contains(*id)).cloned().collect();
    let mut receivers = notifications::forget(db, &gone, now)?;
    receivers.extend(notifications::adopt(db, found.rows, &|_, _, said| Some(said), now)?.receivers);
    Ok(receivers)
}
