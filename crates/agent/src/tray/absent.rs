use std::sync::Arc;

use bridge::settings::Settings;
use bridge::{Request, Snapshot, View};
use tokio::sync::watch;

use crate::desk::Desk;
use crate::tongue::Tongue;

/// There is no tray icon on this platform yet; the window and toasts are there. `Shell_NotifyIcon` belongs here on Windows,
/// an `NSStatusItem` on macOS; both want a loop of their own on the thread that made them.
pub async fn run(_: watch::Receiver<Arc<Snapshot>>, _: watch::Receiver<Arc<Settings>>, _: Tongue, _: Desk) {
    tracing::warn!("this platform has no tray icon yet");
}

/// The window opens at the start.
pub async fn stand_in(settings: watch::Receiver<Arc<Settings>>, desk: Desk) {
    let wanted = settings.borrow().window_without_tray;
    if wanted {
        desk.attended(desk.ask(Request::ShowWindow { view: View::Any }).await.map(|_| ())).await;
    }
}
