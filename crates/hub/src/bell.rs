use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use redis::{AsyncTypedCommands, RedisResult};
use tokio::sync::Notify;
use tokio::time::sleep;
use uuid::Uuid;

use crate::Error;

/// How long to wait before Redis is tried again: twice as long each time, up to the longest.
const FIRST_WAIT: Duration = Duration::from_millis(100);
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// The address of a Redis server, taken apart. `Debug` shows no password.
#[derive(Clone)]
pub struct Redis(redis::Client);

impl Redis {
    /// The server at `redis://user:password@host:port/`, or at a file: `unix:///run/redis.sock`.
    ///
    /// # Errors
    /// [`Error::RedisUrl`] when that is no such address.
    pub fn at(url: &str) -> Result<Self, Error> {
        redis::Client::open(url).map(Self).map_err(|_| Error::RedisUrl)
    }
}

impl fmt::Debug for Redis {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Redis(..)")
    }
}

/// The bell between the hubs of one database: whoever wrote rings it, and the others look what is new.
///
/// It says nothing but that, so nothing is lost with it: who hears no bell looks a little later. Many rings may become
/// one. Without Redis nobody hears it.
#[derive(Clone, Default)]
pub struct Bell {
    rung: Arc<Notify>,
    heard: Arc<Notify>,
}

impl Bell {
    /// Tells the other hubs that something was committed. It never waits and never fails.
    pub fn ring(&self) {
        self.rung.notify_one();
    }

    /// Waits until another hub has rung; a ring between two waits is not lost.
    pub async fn heard(&self) {
        self.heard.notified().await;
    }

    /// Carries rings to and from the others on this channel, for ever.
    pub async fn carry(self, Redis(redis): Redis, channel: String) {
        let me = Uuid::new_v4().to_string();
        let mut wait = FIRST_WAIT;
        loop {
            let mut was_there = false;
            let ended = self.carry_while_there(&redis, &channel, &me, &mut was_there).await;
            if was_there {
                wait = FIRST_WAIT;
            }
            let why = ended.err().map_or_else(|| "it ended the connection".to_owned(), |error| error.to_string());
            match wait {
                FIRST_WAIT => tracing::warn!("Redis is away, so that other hubs hear of news a little later: {why}"),
                _ => tracing::debug!("Redis is still away: {why}"),
            }
            sleep(wait).await;
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }

    async fn carry_while_there(
        &self,
        redis: &redis::Client,
        channel: &str,
        me: &str,
        was_there: &mut bool,
    ) -> RedisResult<()> {
        let mut ringing = redis.get_multiplexed_async_connection().await?;
        let mut listening = redis.get_async_pubsub().await?;
        listening.subscribe(channel).await?;
        *was_there = true;
        // What the others rang until now was not heard.
        self.heard.notify_one();
        let mut rings = listening.on_message();
        loop {
            tokio::select! {
                ring = rings.next() => match ring {
                    Some(ring) if ring.get_payload_bytes() == me.as_bytes() => {}
                    Some(_) => self.heard.notify_one(),
                    None => return Ok(()),
                },
                () = self.rung.notified() => drop(ringing.publish(channel, me).await?),
            }
        }
    }
}
