use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use crate::app::App;
use crate::{Error, notifications};

/// How often the database is asked whether another process wrote to it.
const EVERY: Duration = Duration::from_millis(250);

/// Wakes the sockets of those for whom another process, such as `hub send` or another hub, stored or changed something.
/// Ends with the server.
pub async fn watch(app: App) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut seen = Seen::default();
    while app.stopping.run_until_cancelled(ticks.tick()).await.is_some() {
        match look(&app, seen).await {
            Ok(now) => seen = now,
            Err(error) => tracing::warn!("can't see what other processes did, trying again: {error}"),
        }
    }
}

#[derive(Clone, Copy, Default)]
struct Seen {
    /// The database's count of changes made by others, where it has one.
    others: Option<i64>,
    /// The newest change.
    revision: i64,
}

async fn look(app: &App, seen: Seen) -> Result<Seen, Error> {
    let asked = app.office.store.read(move |db| {
        let others = db.others()?;
        if others.is_some() && others == seen.others {
            return Ok((seen, vec![]));
        }
        let (receivers, revision) = notifications::receivers_since(db, seen.revision)?;
        Ok((Seen { others, revision }, receivers))
    });
    let (now, receivers) = asked.await?;
    app.presence.wake(receivers);
    Ok(now)
}
