use std::time::Duration;

use anyhow::{Context, Result};
use tokio::time::{sleep, timeout};

/// How long to look away between two looks.
const BLINK: Duration = Duration::from_millis(20);

/// Waits for something that tells of itself.
pub async fn patiently<T>(what: &str, event: impl Future<Output = T>) -> Result<T> {
    timeout(rig::PATIENCE, event).await.with_context(|| format!("waited for {what}, in vain"))
}

/// Looks until there is something to see.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> Result<T> {
    let seen = async {
        loop {
            match look().await {
                Some(seen) => return seen,
                None => sleep(BLINK).await,
            }
        }
    };
    patiently(what, seen).await
}
