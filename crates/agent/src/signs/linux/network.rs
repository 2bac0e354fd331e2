use futures_util::StreamExt;
use zbus::{Connection, Proxy};

use crate::signs::{Herald, Sign};

const NAME: &str = "org.freedesktop.NetworkManager";
/// `NM_STATE_CONNECTED_SITE`: from here on something beyond this computer can be reached.
const SITE: u32 = 60;

/// Tells when the network has come.
pub async fn listen(bus: &Connection, herald: &Herald) -> zbus::Result<()> {
    let manager = Proxy::new(bus, NAME, "/org/freedesktop/NetworkManager", NAME).await?;
    let mut states = manager.receive_signal("StateChanged").await?;
    while let Some(signal) = states.next().await {
        if signal.body().deserialize::<u32>()? >= SITE {
            herald.tell(Sign::Woke).await;
        }
    }
    Ok(())
}
