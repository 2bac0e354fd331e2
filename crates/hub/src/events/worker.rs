//! Works off what was accepted: each event once, in one transaction with what it sends.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::{Instant, timeout};
use uuid::Uuid;

use super::facts::facts;
use super::queue::{self, Waiting};
use crate::app::App;
use crate::notifications::{self, Start};
use crate::rules::{Planned, Rules, plan};
use crate::store::Db;
use crate::{Error, Event, Office, UserId};

/// The longest wait for events that another process accepted, or after a fault.
const EVERY: Duration = Duration::from_millis(500);
/// How long an event that the database refuses is put off.
const LATER: Duration = Duration::from_secs(60);
/// Who the events come from that no module posted.
const OFFICE: &str = "office";
/// How often old events are forgotten.
const TIDYING: Duration = Duration::from_secs(600);

/// Works until the server ends.
pub async fn work(app: App) {
    let mut tidied = None;
    while !app.stopping.is_cancelled() {
        let wait = match work_off_all(&app).await {
            Ok(wait) => wait,
            Err(error) => {
                tracing::warn!("events can't be worked off, trying again: {error}");
                EVERY
            }
        };
        if tidied.is_none_or(|at: Instant| at.elapsed() > TIDYING) {
            tidied = Some(Instant::now());
            if let Err(error) = app.office.store.write(|db| queue::forget(db, Timestamp::now())).await {
                tracing::warn!("old events can't be forgotten, trying again later: {error}");
            }
        }
        // Woken by an event that this process accepted, or because the time has come.
        let woken = timeout(wait, app.events.notified());
        app.stopping.run_until_cancelled(woken).await;
    }
}

impl Office {
    /// Accepts an event and follows the rules for it at once, before any hub does: how many notifications there were.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn tell_at_once(&self, event: Event, now: Timestamp) -> Result<usize, Error> {
        let rules = Arc::clone(&self.rules);
        self.store.write(move |db| at_once(db, &rules, &event, now)).await
    }

    /// Works off the next event that is due by now: the receiver of each notification, or none if there is no event. One
    /// that the database refuses is put off, so that the others go on.
    async fn work_off_next(&self, now: Timestamp) -> Result<Option<Vec<UserId>>, Error> {
        let Some(waiting) = self.store.read(move |db| queue::next(db, now)).await? else {
            return Ok(None);
        };
        let (seq, rules) = (waiting.seq, Arc::clone(&self.rules));
        let due = waiting.accepted_at + rules.wait(&waiting.event);
        if due > now {
            self.store.write(move |db| queue::put_off(db, seq, due)).await?;
            return Ok(Some(vec![]));
        }
        match self.store.write(move |db| work_off(db, &rules, &waiting, now)).await {
            Ok(receivers) => Ok(Some(receivers)),
            Err(error) => {
                tracing::warn!("event {seq} can't be worked off, which is put off: {error}");
                self.store.write(move |db| queue::put_off(db, seq, now + LATER)).await?;
                Ok(Some(vec![]))
            }
        }
    }
}

/// Works off all that is due, and tells how long nothing else will be.
async fn work_off_all(app: &App) -> Result<Duration, Error> {
    while let Some(receivers) = app.office.work_off_next(Timestamp::now()).await? {
        app.metrics.sent.inc_by(receivers.len() as u64);
        app.tell(receivers);
    }
    let due = app.office.store.read(queue::next_due).await?;
    let wait = due.map(|due| due.duration_since(Timestamp::now()).unsigned_abs());
    Ok(wait.unwrap_or(EVERY).min(EVERY))
}

/// Accepts an event and works it off, before any hub does. How many notifications there were.
pub fn at_once(db: &Db<'_>, rules: &Rules, event: &Event, now: Timestamp) -> Result<usize, Error> {
    let id = Uuid::new_v4().to_string();
    queue::accept(db, (OFFICE, &id), event, now)?;
    let waiting = queue::posted(db, (OFFICE, &id))?.ok_or(Error::Unreadable)?;
    work_off(db, rules, &waiting, now).map(|told| told.len())
}

/// Works off an event, unless another hub has done it meanwhile: the receiver of each notification.
fn work_off(db: &Db<'_>, rules: &Rules, waiting: &Waiting, now: Timestamp) -> Result<Vec<UserId>, Error> {
    let plan = plan(rules, &waiting.event, &facts(db, rules, waiting)?);
    if !queue::finish(db, waiting.seq, plan.troubles.len(), now)? {
        return Ok(vec![]);
    }
    for trouble in &plan.troubles {
        tracing::warn!("{trouble}");
    }
    let mut told = Vec::new();
    for Planned { receivers, notification } in plan.notifications {
        notifications::insert(db, &receivers, &notification, Start::now(now))?;
        told.extend(receivers);
    }
    Ok(told)
}
