use std::collections::HashMap;

use futures_util::StreamExt;
use tokio::time::timeout;
use zbus::{MatchRule, MessageStream, OwnedVariant};

/// A dock that listens for numbers.
pub struct Dock(MessageStream);

impl Dock {
    /// Listens on this bus.
    pub async fn listen(bus: &str) -> Self {
        let connection = zbus::connection::Builder::address(bus).build().await.unwrap();
        let rule = MatchRule::builder().msg_type(zbus::message::Type::Signal);
        let rule = rule.interface("com.canonical.Unity.LauncherEntry").member("Update").build().unwrap();
        Self(MessageStream::for_match_rule(rule, &connection, None).await.unwrap())
    }

    /// The next number it is told, and whether to show it.
    pub async fn number(&mut self) -> (i64, bool) {
        let signal = timeout(rig::PATIENCE, self.0.next()).await.expect("a number").unwrap().unwrap();
        let (entry, told): (String, HashMap<String, OwnedVariant>) = signal.body().deserialize().unwrap();
        assert_eq!(entry, "application://takecare-desktop.desktop");
        let count = told["count"].downcast_ref::<i64>().unwrap();
        (count, told["count-visible"].downcast_ref::<bool>().unwrap())
    }
}
