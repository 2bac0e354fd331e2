use std::time::{Duration, Instant};

use anyhow::Result;
use futures_util::{StreamExt, TryStreamExt, stream};
use uuid::Uuid;

use crate::our_hub::OurHub;

/// So many passwords are hashed at once.
const AT_ONCE: usize = 4;

/// One call that told many people.
pub struct Bulk {
    /// How many there were.
    pub people: usize,
    /// From the call to its answer: everything is durable then.
    pub answered: Duration,
    /// How many the answer says were not told.
    pub failed: u64,
}

/// Adds so many people, and tells all of them something.
pub async fn measure(hub: &OurHub, people: usize) -> Result<Bulk> {
    let prefix = Uuid::new_v4();
    let hire = |number: usize| async move { hub.add_user(&format!("{prefix}-{number}@ward.example")).await };
    let all: Vec<Uuid> = stream::iter(0..people).map(hire).buffered(AT_ONCE).try_collect().await?;
    let start = Instant::now();
    let told = hub.send_to_all(&all, "The canteen is closed 0").await?;
    Ok(Bulk { people, answered: start.elapsed(), failed: people as u64 - told })
}
