use std::sync::Arc;

use bridge::Snapshot;
use tokio::sync::watch;

/// No taskbar or dock of this platform is told yet; the icon in the tray counts. Windows draws a number over
/// the button of a window (`ITaskbarList3`), and macOS on the tile of a program with windows (`NSDockTile`): both are the
/// window's to show.
pub async fn run(_: watch::Receiver<Arc<Snapshot>>) {}
