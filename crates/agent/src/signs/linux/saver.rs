use futures_util::stream::{StreamExt, select_all};
use zbus::{Connection, MatchRule, MessageStream};

use crate::signs::{Herald, Sign};

/// Who tells `ActiveChanged`: each desktop has a name of its own for the same thing.
const SAVERS: [&str; 5] = [
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
];

/// Tells when the desktop's lock screen comes and goes. Whoever is on the session bus is the same user, and could ask the
/// agent as well: it does not matter who says so.
pub async fn listen(herald: &Herald) -> zbus::Result<()> {
    let bus = Connection::session().await?;
    let mut streams = Vec::new();
    for saver in SAVERS {
        let rule = MatchRule::builder().msg_type(zbus::message::Type::Signal).interface(saver).member("ActiveChanged");
        streams.push(MessageStream::for_match_rule(rule.build()?, &bus, None).await?);
    }
    let mut signals = select_all(streams);
    while let Some(signal) = signals.next().await {
        match signal?.body().deserialize() {
            Ok(true) => herald.tell(Sign::SessionLocked).await,
            Ok(false) => herald.tell(Sign::SessionUnlocked).await,
            // Anybody may be a screen saver; one that talks strangely does not make us deaf.
            Err(error) => tracing::debug!("a screen saver was not understood: {error}"),
        }
    }
    Ok(())
}
