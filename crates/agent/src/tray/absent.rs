use std::sync::Arc;

use bridge::Snapshot;
use tokio::sync::watch;

use crate::desk::Desk;

/// There is no tray icon on this platform yet; the window and toasts are there.
pub async fn run(_: watch::Receiver<Arc<Snapshot>>, _: Desk) {
    tracing::warn!("this platform has no tray icon yet");
}
