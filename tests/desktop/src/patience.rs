use std::fmt::Debug;
use std::time::Duration;

use tokio::time::{Instant, sleep};

/// How long to look away between two looks.
const BLINK: Duration = Duration::from_millis(50);

/// Looks until what is seen is as it should be, and returns it. Fails with what was seen last.
pub async fn eventually<T: Debug>(
    what: &str,
    mut look: impl AsyncFnMut() -> T,
    mut is_so: impl FnMut(&T) -> bool,
) -> T {
    let deadline = Instant::now() + rig::PATIENCE;
    loop {
        let seen = look().await;
        if is_so(&seen) {
            return seen;
        }
        assert!(Instant::now() < deadline, "{what}: in vain; last seen: {seen:?}");
        sleep(BLINK).await;
    }
}
