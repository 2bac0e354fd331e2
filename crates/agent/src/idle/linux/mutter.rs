use std::time::Duration;

use futures_util::StreamExt;
use zbus::{Connection, Proxy};

use crate::signs::{Herald, Sign};

const NAME: &str = "org.gnome.Mutter.IdleMonitor";

/// Tells by GNOME's compositor, which fires a watch each time its time is reached. The connection is this watch's own: the
/// compositor forgets the watch when that closes.
pub async fn tell(after: Duration, herald: &Herald) -> zbus::Result<()> {
    let monitor = monitor().await?;
    let mut fired = monitor.receive_signal("WatchFired").await?;
    let interval = milliseconds(after);
    let watch: u32 = monitor.call("AddIdleWatch", &(interval,)).await?;
    if idle(&monitor).await? >= interval {
        herald.tell(Sign::Idle).await;
    }
    while let Some(signal) = fired.next().await {
        if signal.body().deserialize::<u32>()? == watch {
            herald.tell(Sign::Idle).await;
        }
    }
    Ok(())
}

/// Whether there is somebody to ask.
pub async fn answers() -> zbus::Result<()> {
    idle(&monitor().await?).await.map(|_| ())
}

async fn monitor() -> zbus::Result<Proxy<'static>> {
    let bus = Connection::session().await?;
    Proxy::new(&bus, NAME, "/org/gnome/Mutter/IdleMonitor/Core", NAME).await
}

async fn idle(monitor: &Proxy<'_>) -> zbus::Result<u64> {
    monitor.call("GetIdletime", &()).await
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
