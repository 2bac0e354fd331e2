use std::sync::Arc;
use std::time::Duration;

use bridge::settings::Settings;
use bridge::{Request, View};
use client::about_itself;
use language::say;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use crate::desk::Desk;
use crate::surroundings::has_panel;

/// Time for a panel that starts with the session, as this program may.
const GRACE: Duration = Duration::from_secs(10);
/// How long it may take to say whether there is one.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens the window where no panel shows icons, and says so; once, since a panel that comes later gets its icon.
pub async fn stand_in(settings: watch::Receiver<Arc<Settings>>, desk: Desk) {
    sleep(GRACE).await;
    let shown = matches!(timeout(PATIENCE, has_panel()).await, Ok(Ok(true)));
    if shown || !settings.borrow().window_without_tray {
        return;
    }
    tracing::info!("no panel shows tray icons: the window opens");
    desk.tell(about_itself(say::no_tray_title(), say::no_tray())).await;
    desk.attended(desk.ask(Request::ShowWindow { view: View::Any }).await.map(|_| ())).await;
}
