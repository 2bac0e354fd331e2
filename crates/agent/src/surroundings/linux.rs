use std::time::Duration;

use bridge::{Finding, Topic};
use language::say;
use tokio::time::timeout;
use zbus::{Connection, Proxy};

use crate::idle;

/// How long a service of the desktop may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// The service's name, and its interface.
const NOTIFICATIONS: &str = "org.freedesktop.Notifications";

/// Asks the session bus.
pub async fn findings() -> Vec<Finding> {
    let (tray, toasts, idle) =
        tokio::join!(timeout(PATIENCE, has_panel()), timeout(PATIENCE, shower_of_toasts()), idle::finding());
    let tray = match tray {
        Ok(Ok(true)) => Finding::good(Topic::Tray, say::check_panel()),
        _ => Finding::note(Topic::Tray, say::check_no_panel()),
    };
    let toasts = match toasts {
        Ok(Ok((name, false))) => Finding::good(Topic::Toasts, say::check_toasts(name)),
        Ok(Ok((name, true))) => Finding::note(Topic::Toasts, say::check_toasts_off(name)),
        _ => Finding::bad(Topic::Toasts, say::check_no_toasts()),
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

/// Its name, and whether it is told to be silent.
async fn shower_of_toasts() -> zbus::Result<(String, bool)> {
    let bus = Connection::session().await?;
    let service = notifications(&bus, NOTIFICATIONS).await?;
    let (name, ..): (String, String, String, String) = service.call("GetServerInformation", &()).await?;
    Ok((name, is_silent(&bus).await?))
}

/// KDE says so, and dunst; others keep it to themselves. Our toasts go round none: they are never critical.
async fn is_silent(bus: &Connection) -> zbus::Result<bool> {
    for (interface, property) in [(NOTIFICATIONS, "Inhibited"), ("org.dunstproject.cmd0", "paused")] {
        if notifications(bus, interface).await?.get_property(property).await.unwrap_or(false) {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn notifications(bus: &Connection, interface: &'static str) -> zbus::Result<Proxy<'static>> {
    Proxy::new(bus, NOTIFICATIONS, "/org/freedesktop/Notifications", interface).await
}
