use std::sync::Arc;

use bridge::Snapshot;
use bridge::settings::Settings;
use tokio::sync::watch;

use crate::desk::Desk;
use crate::tongue::Tongue;

/// Nothing listens on this platform yet: the tray's menu and the command line do the same.
/// `RegisterHotKey` belongs here on Windows, `RegisterEventHotKey` on macOS; both tell a loop of messages.
pub async fn run(_: watch::Receiver<Arc<Snapshot>>, _: watch::Receiver<Arc<Settings>>, _: Desk, _: Tongue) {
    std::future::pending().await
}
