use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use crate::app::App;
use crate::{Error, notifications};

/// How often the database is asked whether another process wrote to it: a look into shared memory, no disk access.
const EVERY: Duration = Duration::from_millis(200);

/// Wakes the sockets of those for whom another process, such as `hub send`, stored or changed something. Ends with the server.
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
    /// SQLite's count of changes made by others.
    version: i64,
    /// The newest change.
    revision: i64,
}

async fn look(app: &App, seen: Seen) -> Result<Seen, Error> {
    let asked = app.office.store.run(move |db| {
        let version = db.pragma_query_value(None, "data_version", |row| row.get(0))?;
        if version == seen.version {
            return Ok((seen, vec![]));
        }
        let (receivers, revision) = notifications::receivers_since(db, seen.revision)?;
        Ok((Seen { version, revision }, receivers))
    });
    let (now, receivers) = asked.await?;
    app.presence.wake(receivers);
    Ok(now)
}
