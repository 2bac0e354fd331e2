//! Lets go of notifications, and of lines of the audit log, that are older than the clinic keeps them.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::{MissedTickBehavior, interval};

use crate::app::App;
use crate::{Error, audit, notifications};

/// How often it is looked for old ones.
const EVERY: Duration = Duration::from_secs(3600);
/// So many go in one transaction: others write in between.
const BATCH: i64 = 500;

/// What does not stay for ever.
#[derive(Debug, Clone, Copy)]
pub enum Passing {
    /// What was sent.
    Notifications,
    /// Who did what.
    AuditLines,
}

/// Removes, now and every hour until the server ends, what is older than this.
pub async fn work(app: App, what: Passing, keep: SignedDuration) {
    let mut hours = interval(EVERY);
    hours.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let work = async {
        loop {
            hours.tick().await;
            match let_go(&app, what, keep).await {
                Ok(0) => {}
                Ok(count) => tracing::info!("{count} old {what:?} were removed"),
                Err(error) => tracing::warn!("old {what:?} can't be removed, trying again in an hour: {error}"),
            }
        }
    };
    app.stopping.run_until_cancelled(work).await;
}

async fn let_go(app: &App, what: Passing, keep: SignedDuration) -> Result<usize, Error> {
    let now = Timestamp::now();
    let oldest = now.checked_sub(keep)?;
    match what {
        Passing::Notifications => let_notifications_go(app, oldest, now).await,
        Passing::AuditLines => app.office.store.write(move |db| audit::drop_older(db, oldest, now)).await,
    }
}

async fn let_notifications_go(app: &App, oldest: Timestamp, now: Timestamp) -> Result<usize, Error> {
    let mut count = 0;
    loop {
        let receivers = app.office.store.write(move |db| notifications::remove_older(db, oldest, BATCH, now)).await?;
        if receivers.is_empty() {
            return Ok(count);
        }
        count += receivers.len();
        app.tell(receivers);
    }
}
