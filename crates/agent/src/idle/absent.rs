use tokio::sync::watch;

use crate::guard::Triggers;
use crate::signs::Herald;

/// Nothing tells on this platform yet.
pub async fn run(_triggers: watch::Receiver<Triggers>, _herald: &Herald) {
    std::future::pending().await
}
