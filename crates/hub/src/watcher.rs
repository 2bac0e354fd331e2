use std::time::Duration;

use jiff::Timestamp;
use tokio::time::{MissedTickBehavior, interval, sleep};

use crate::app::App;
use crate::store::Db;
use crate::{Error, UserId, notifications, sessions};

/// How often the database is asked whether another process wrote to it.
const EVERY: Duration = Duration::from_millis(250);
/// How often where other hubs ring when they did.
const WITH_BELL: Duration = Duration::from_secs(2);
/// Rings that come faster are answered together.
const PAUSE: Duration = Duration::from_millis(10);

/// What was seen of the database.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// Its count of changes made by others, where it has one.
    others: Option<i64>,
    /// The newest change.
    revision: i64,
    /// How many sessions were ended.
    farewells: i64,
}

impl Seen {
    /// What there is to be seen at this moment.
    pub fn now(db: &Db<'_>) -> Result<Self, Error> {
        let farewells = sessions::farewells(db)?;
        Ok(Self { others: db.others()?, revision: notifications::newest(db)?, farewells })
    }

    /// What there is to be seen now, and for whom something changed since.
    fn next(self, db: &Db<'_>) -> Result<(Self, Vec<UserId>), Error> {
        if self.others.is_some() && self.others == db.others()? {
            return Ok((self, vec![]));
        }
        let now = Self::now(db)?;
        Ok((now, notifications::receivers_between(db, self.revision, now.revision)?))
    }
}

/// Acts on what others wrote, be it `hub send` or another hub: wakes the sockets of those for whom something was stored
/// or changed, and closes those whose session ended. Ends with the server.
pub async fn watch(app: App, mut seen: Seen, has_bell: bool) {
    let mut ticks = interval(if has_bell { WITH_BELL } else { EVERY });
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let looks = async {
        let mut is_away = false;
        loop {
            tokio::select! { _ = ticks.tick() => {}, () = app.bell.heard() => {} }
            match look(&app, seen).await {
                Ok(now) => (seen, is_away) = (now, false),
                Err(error) if is_away => tracing::debug!("still can't see what others did: {error}"),
                Err(error) => {
                    tracing::warn!("can't see what others did, trying again: {error}");
                    is_away = true;
                }
            }
            sleep(PAUSE).await;
        }
    };
    app.stopping.run_until_cancelled(looks).await;
}

async fn look(app: &App, seen: Seen) -> Result<Seen, Error> {
    let (now, receivers) = app.office.store.read(move |db| seen.next(db)).await?;
    app.presence.wake(receivers);
    if now.farewells != seen.farewells {
        close_ended(app).await?;
    }
    Ok(now)
}

/// Closes the sockets whose session is not there any more.
async fn close_ended(app: &App) -> Result<(), Error> {
    let present = app.presence.sessions();
    let (sessions, asked) = (app.office.sessions.clone(), present.clone());
    let living = app.office.store.read(move |db| sessions.living(db, &asked, Timestamp::now())).await?;
    present.iter().filter(|(_, session)| !living.contains(session)).for_each(|(_, session)| {
        app.presence.close_session(session);
    });
    Ok(())
}
