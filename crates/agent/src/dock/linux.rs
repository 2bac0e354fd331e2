use std::collections::HashMap;
use std::sync::Arc;

use bridge::Snapshot;
use tokio::sync::watch;
use zbus::{Connection, Variant};

/// The desktop entry of the window (`packaging/linux`): docks and taskbars that know it show the number on its icon.
const ENTRY: &str = "application://takecare-desktop.desktop";
const PATH: &str = "/com/takecare/Desktop";

/// Tells how many are unread, whenever that changes, in the way that KDE's taskbar, Ubuntu's and Elementary's docks listen
/// to (Unity's launcher API). Others pass it over.
pub async fn run(mut snapshots: watch::Receiver<Arc<Snapshot>>) {
    let told = match Connection::session().await {
        Ok(bus) => tell(&bus, &mut snapshots).await,
        Err(error) => Err(error),
    };
    if let Err(error) = told {
        tracing::debug!("no dock is told how many are unread: {error}");
    }
}

async fn tell(bus: &Connection, snapshots: &mut watch::Receiver<Arc<Snapshot>>) -> zbus::Result<()> {
    let mut shown = 0;
    loop {
        let count = snapshots.borrow_and_update().unread;
        if std::mem::replace(&mut shown, count) != count {
            show(bus, count).await?;
        }
        if snapshots.changed().await.is_err() {
            return show(bus, 0).await;
        }
    }
}

async fn show(bus: &Connection, count: u32) -> zbus::Result<()> {
    let properties =
        HashMap::from([("count", Variant::from(i64::from(count))), ("count-visible", Variant::from(count > 0))]);
    let none = None::<&str>;
    bus.emit_signal(none, PATH, "com.canonical.Unity.LauncherEntry", "Update", &(ENTRY, properties)).await
}
