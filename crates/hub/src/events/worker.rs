//! Works off what was accepted: each event once, in one transaction with what it sends.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::{Instant, timeout};

use super::facts::facts;
use super::queue;
use crate::app::App;
use crate::notifications::{self, Start};
use crate::rules::{Rules, plan};
use crate::store::Db;
use crate::{Error, Office, UserId};

/// The longest wait for events that another process accepted, or after a fault.
const EVERY: Duration = Duration::from_millis(500);
/// How often old events are forgotten.
const TIDYING: Duration = Duration::from_secs(600);

/// Works until the server ends.
pub async fn work(app: App) {
    let mut tidied = None;
    while !app.stopping.is_cancelled() {
        let wait = match work_off(&app).await {
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
    /// Works off the next event that is due by now: the receiver of each notification, or none if there is no event.
    pub(crate) async fn work_off_next(&self, now: Timestamp) -> Result<Option<Vec<UserId>>, Error> {
        let rules = Arc::clone(&self.rules);
        self.store.write(move |db| one(db, &rules, now)).await
    }
}

/// Works off all that is due, and tells how long nothing else will be.
async fn work_off(app: &App) -> Result<Duration, Error> {
    while let Some(receivers) = app.office.work_off_next(Timestamp::now()).await? {
        app.tell(receivers);
    }
    let due = app.office.store.read(queue::next_due).await?;
    let wait = due.map(|due| due.duration_since(Timestamp::now()).unsigned_abs());
    Ok(wait.unwrap_or(EVERY).min(EVERY))
}

/// Works off the next event that is due: whom it was told to, or none if there is none.
fn one(db: &Db<'_>, rules: &Rules, now: Timestamp) -> Result<Option<Vec<UserId>>, Error> {
    let Some(waiting) = queue::next(db, now)? else {
        return Ok(None);
    };
    let plan = plan(rules, &waiting.event, &facts(db, rules, &waiting)?);
    for trouble in &plan.troubles {
        tracing::warn!("{trouble}");
    }
    let mut receivers = Vec::with_capacity(plan.notifications.len());
    for planned in plan.notifications {
        notifications::insert(db, &[planned.receiver], &planned.notification, Start::now(now))?;
        receivers.push(planned.receiver);
    }
    queue::finish(db, &waiting, plan.troubles.len(), now)?;
    Ok(Some(receivers))
}
