use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io};

use futures_util::StreamExt;
use redis::aio::{MultiplexedConnection, PubSub};
use redis::{AsyncTypedCommands, RedisResult};
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use crate::{Error, Office, notifications};

/// How long to wait before Redis is tried again: twice as long each time, up to the longest.
const FIRST_WAIT: Duration = Duration::from_millis(100);
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// The address of a Redis server, taken apart. `Debug` shows no password.
#[derive(Clone)]
pub struct Redis(redis::Client);

impl Redis {
    /// The server at `redis://user:password@host:port/`, with TLS at `rediss://…`, or at a file: `unix:///run/redis.sock`.
    /// TLS trusts whom the operating system trusts.
    ///
    /// # Errors
    /// [`Error::RedisUrl`] when that is no such address.
    pub fn at(url: &str) -> Result<Self, Error> {
        redis::Client::open(url).map(Self).map_err(|_| Error::RedisUrl)
    }

    /// Rings once, for a program that has nothing else to say.
    async fn ring(&self, channel: &str) -> RedisResult<()> {
        let ring = async {
            let mut speaks = self.0.get_multiplexed_async_connection().await?;
            speaks.publish(channel, Uuid::new_v4().to_string()).await.map(drop)
        };
        let too_late = |_| io::Error::from(io::ErrorKind::TimedOut);
        timeout(LONGEST_WAIT, ring).await.map_err(too_late)?
    }
}

impl fmt::Debug for Redis {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Redis(..)")
    }
}

impl Office {
    /// Tells the hubs of this database that something was written, if they have a Redis. What was written is there all the
    /// same: they look for themselves some seconds later.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn ring(&self) -> Result<(), Error> {
        let Some(redis) = &self.redis else { return Ok(()) };
        let identity = self.store.read(notifications::identity).await?;
        if let Err(why) = redis.ring(&channel(&identity)).await {
            tracing::warn!("Redis is away, so that hubs hear of this a little later: {why}");
        }
        Ok(())
    }
}

/// What the hubs of this database speak on.
pub fn channel(identity: &str) -> String {
    format!("takecare-hub:{identity}")
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
        let mut wait = FIRST_WAIT;
        loop {
            let ended = match Line::open(&redis, &channel).await {
                Ok(line) => {
                    wait = FIRST_WAIT;
                    line.carry(&self).await
                }
                Err(error) => Err(error),
            };
            let why = ended.err().map_or_else(|| "it ended the connection".to_owned(), |error| error.to_string());
            match wait {
                FIRST_WAIT => tracing::warn!("Redis is away, so that other hubs hear of news a little later: {why}"),
                _ => tracing::debug!("Redis is still away: {why}"),
            }
            sleep(wait).await;
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }
}

/// Two connections to Redis: one that is subscribed may do nothing else.
struct Line<'a> {
    channel: &'a str,
    /// What this hub says, to know its own rings.
    voice: String,
    speaks: MultiplexedConnection,
    listens: PubSub,
}

impl<'a> Line<'a> {
    async fn open(redis: &redis::Client, channel: &'a str) -> RedisResult<Self> {
        let speaks = redis.get_multiplexed_async_connection().await?;
        let mut listens = redis.get_async_pubsub().await?;
        listens.subscribe(channel).await?;
        Ok(Self { channel, voice: Uuid::new_v4().to_string(), speaks, listens })
    }

    /// Carries rings until Redis is away.
    async fn carry(mut self, bell: &Bell) -> RedisResult<()> {
        // What the others rang until now was not heard.
        bell.heard.notify_one();
        let mut rings = self.listens.on_message();
        loop {
            tokio::select! {
                ring = rings.next() => match ring {
                    Some(ring) if ring.get_payload_bytes() == self.voice.as_bytes() => {}
                    Some(_) => bell.heard.notify_one(),
                    None => return Ok(()),
                },
                () = bell.rung.notified() => drop(self.speaks.publish(self.channel, &self.voice).await?),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carried(redis: &services::Redis) -> Bell {
        let bell = Bell::default();
        tokio::spawn(bell.clone().carry(Redis::at(&redis.url()).unwrap(), "a ward".to_owned()));
        bell
    }

    /// Rings until the other hears it: Redis forgets what is rung while nobody listens.
    async fn is_heard(by: &Bell, ringing: &Bell) {
        let rings = async {
            while timeout(FIRST_WAIT, by.heard()).await.is_err() {
                ringing.ring();
            }
        };
        timeout(Duration::from_secs(60), rings).await.expect("a ring that is heard");
    }

    #[tokio::test]
    async fn a_ring_is_heard_by_the_others_also_when_redis_was_away() {
        let redis = services::Redis::start().unwrap();
        let (one, other) = (carried(&redis), carried(&redis));
        // Both hear themselves come in.
        one.heard().await;
        other.heard().await;
        is_heard(&other, &one).await;

        redis.kill().unwrap();
        one.ring();
        redis.start_again().unwrap();

        one.heard().await;
        other.heard().await;
        is_heard(&one, &other).await;
    }

    #[test]
    fn the_password_is_never_shown() {
        let redis = Redis::at("redis://:s3cret@cache.clinic.example/").unwrap();
        assert_eq!(format!("{redis:?}"), "Redis(..)");
        let refusal = Redis::at("redes://:s3cret@cache.clinic.example/").unwrap_err();
        assert!(!format!("{refusal} {refusal:?}").contains("s3cret"), "{refusal}");
    }
}
