use futures_util::stream::{StreamExt, select_all};
use zbus::{Connection, OwnedFd, OwnedObjectPath, Proxy};

use crate::signs::{Herald, Sign};

/// Only logind itself is listened to: on the system bus every user may send signals in its words.
const LOGIND: &str = "org.freedesktop.login1";

/// Tells when the computer sleeps and wakes. It does not sleep before the first was heard.
pub async fn sleep(bus: &Connection, herald: &Herald) -> zbus::Result<()> {
    let manager = manager(bus).await?;
    let mut signals = manager.receive_signal("PrepareForSleep").await?;
    let mut delay = delay(&manager).await;
    while let Some(signal) = signals.next().await {
        if signal.body().deserialize()? {
            herald.tell(Sign::Sleeps).await;
            drop(delay.take());
        } else {
            herald.tell(Sign::Woke).await;
            delay = self::delay(&manager).await;
        }
    }
    Ok(())
}

/// Tells when the session of this program is locked, unlocked, or put behind another user's.
pub async fn session(bus: &Connection, herald: &Herald) -> zbus::Result<()> {
    // The session that this process belongs to, or the one that its user looks at (`org.freedesktop.login1(5)`).
    let path: OwnedObjectPath = manager(bus).await?.call("GetSession", &("auto",)).await?;
    let session = Proxy::new(bus, LOGIND, path, "org.freedesktop.login1.Session").await?;
    let lock = session.receive_signal("Lock").await?.map(|_| Some(Sign::SessionLocked)).boxed();
    let unlock = session.receive_signal("Unlock").await?.map(|_| Some(Sign::SessionUnlocked)).boxed();
    let locked = session.receive_property_changed::<bool>("LockedHint").await.then(|hint| async move {
        let locked = hint.get().await.ok()?;
        Some(if locked { Sign::SessionLocked } else { Sign::SessionUnlocked })
    });
    let left = session.receive_property_changed::<bool>("Active").await.then(|active| async move {
        let here = active.get().await.ok()?;
        (!here).then_some(Sign::SessionLeft)
    });
    let mut signs = select_all([lock, unlock, locked.boxed(), left.boxed()]);
    while let Some(sign) = signs.next().await {
        if let Some(sign) = sign {
            herald.tell(sign).await;
        }
    }
    Ok(())
}

async fn manager(bus: &Connection) -> zbus::Result<Proxy<'static>> {
    Proxy::new(bus, LOGIND, "/org/freedesktop/login1", "org.freedesktop.login1.Manager").await
}

/// What sleep waits for, until it is dropped; none where logind does not grant it.
async fn delay(manager: &Proxy<'_>) -> Option<OwnedFd> {
    let reason = ("sleep", "TakeCare", "Locks before the computer sleeps", "delay");
    let granted = manager.call("Inhibit", &reason).await;
    granted.inspect_err(|error| tracing::info!("the computer may sleep before TakeCare is locked: {error}")).ok()
}
