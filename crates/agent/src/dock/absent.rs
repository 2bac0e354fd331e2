use std::sync::Arc;

use bridge::Snapshot;
use tokio::sync::watch;

/// No taskbar or dock of this platform is told yet; the icon in the tray counts.
pub async fn run(_: watch::Receiver<Arc<Snapshot>>) {}
