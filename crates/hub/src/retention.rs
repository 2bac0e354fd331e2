//! Lets go of notifications that are older than the clinic keeps them.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::{MissedTickBehavior, interval};

use crate::app::App;
use crate::{Error, notifications};

/// How often it is looked for old ones.
const EVERY: Duration = Duration::from_secs(3600);
/// So many go in one transaction: others write in between.
const BATCH: i64 = 500;

/// Removes, now and every hour until the server ends, what is older than this.
pub async fn work(app: App, keep: SignedDuration) {
    let mut hours = interval(EVERY);
    hours.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let work = async {
        loop {
            hours.tick().await;
            match let_go(&app, keep).await {
                Ok(0) => {}
                Ok(count) => tracing::info!("{count} old notifications were removed"),
                Err(error) => tracing::warn!("old notifications can't be removed, trying again in an hour: {error}"),
            }
        }
    };
    app.stopping.run_until_cancelled(work).await;
}

async fn let_go(app: &App, keep: SignedDuration) -> Result<usize, Error> {
    let now = Timestamp::now();
    let oldest = now.checked_sub(keep)?;
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
