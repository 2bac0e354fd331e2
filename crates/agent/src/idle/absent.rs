use std::sync::Arc;

use bridge::settings::Settings;
use tokio::sync::watch;

use crate::signs::Herald;

/// Nothing tells on this platform yet. `GetLastInputInfo` belongs here on Windows, and
/// `CGEventSourceSecondsSinceLastEventType` on macOS: both say how long nobody has touched the computer.
pub async fn run(_settings: watch::Receiver<Arc<Settings>>, _herald: &Herald) {
    std::future::pending().await
}
