use std::time::Duration;

use bridge::{Finding, Topic};
use tokio::time::timeout;
use zbus::{Connection, Proxy};

use crate::idle;

/// How long a service of the desktop may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks the session bus.
pub async fn findings() -> Vec<Finding> {
    let (tray, toasts, idle) =
        tokio::join!(timeout(PATIENCE, has_panel()), timeout(PATIENCE, shower_of_toasts()), idle::finding());
    let tray = match tray {
        Ok(Ok(true)) => Finding::good(Topic::Tray, "A panel shows the icon."),
        _ => Finding::note(
            Topic::Tray,
            "No panel shows tray icons. On GNOME, an extension such as AppIndicator does; toasts and window work without.",
        ),
    };
    let toasts = match toasts {
        Ok(Ok(name)) => Finding::good(Topic::Toasts, format!("{name} shows toasts.")),
        _ => Finding::bad(Topic::Toasts, "Nobody shows toasts: this desktop has no notification service, or it hangs."),
    };
    vec![tray, toasts, idle]
}

/// Whether a panel shows tray icons.
///
/// # Errors
/// When nobody answers, which is as good as none.
pub async fn has_panel() -> zbus::Result<bool> {
    let bus = Connection::session().await?;
    let name = "org.kde.StatusNotifierWatcher";
    let watcher = Proxy::new(&bus, name, "/StatusNotifierWatcher", name).await?;
    watcher.get_property("IsStatusNotifierHostRegistered").await
}

async fn shower_of_toasts() -> zbus::Result<String> {
    let bus = Connection::session().await?;
    let name = "org.freedesktop.Notifications";
    let service = Proxy::new(&bus, name, "/org/freedesktop/Notifications", name).await?;
    let (name, ..): (String, String, String, String) = service.call("GetServerInformation", &()).await?;
    Ok(name)
}
