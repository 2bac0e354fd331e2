use std::collections::HashMap;
use std::time::Duration;

use client::Loudness;
use futures_util::StreamExt;
use zbus::names::OwnedUniqueName;
use zbus::proxy::{OwnerChangedStream, SignalStream};
use zbus::{Connection, Error, Message, Proxy, Result, Variant};

use super::Popup;
use crate::notice::Notice;
use crate::popup::Response;
use crate::text;

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// The program that shows toasts (Desktop Notifications Specification), for as long as it is that program.
///
/// It is called by its own name on the bus and not by the one that it serves under: numbers of toasts, and whether markup is
/// read, are true of it alone. Signals are heard from nobody else.
pub struct Service {
    name: OwnedUniqueName,
    proxy: Proxy<'static>,
    reads_markup: bool,
    signals: SignalStream<'static>,
    owners: OwnerChangedStream<'static>,
}

impl Service {
    /// Whoever shows toasts now; the bus starts it where none runs. From here on no signal is missed.
    pub async fn find() -> Result<Self> {
        let bus = Connection::session().await?;
        let whoever = Proxy::new(&bus, NAME, PATH, NAME).await?;
        let owners = whoever.receive_owner_changed().await?;
        let answer = whoever.call_method("GetCapabilities", &()).await?;
        let capabilities: Vec<String> = answer.body().deserialize()?;
        let name = OwnedUniqueName::from(answer.header().sender().ok_or(Error::MissingField)?.to_owned());
        let proxy = Proxy::new(&bus, name.clone(), PATH, NAME).await?;
        let signals = proxy.receive_all_signals().await?;
        let reads_markup = capabilities.iter().any(|capability| capability == "body-markup");
        Ok(Self { name, proxy, reads_markup, signals, owners })
    }

    /// Shows a toast, in the place of an older one if that is one of its own.
    pub async fn show(&self, notice: &Notice, older: Option<&Popup>) -> Result<Popup> {
        let replaced = older.filter(|older| older.service == self.name).map_or(0, |older| older.number);
        let body = if self.reads_markup { text::markup(&notice.body) } else { notice.body.clone() };
        let actions: Vec<_> = notice.actions.iter().flat_map(|(key, label)| [*key, label.as_str()]).collect();
        let (title, icon) = (&notice.title, &notice.icon);
        let toast = ("TakeCare", replaced, icon, title, body, actions, hints(notice), milliseconds(notice.goes_after));
        let number = self.proxy.call("Notify", &toast).await?;
        Ok(Popup { service: self.name.clone(), number })
    }

    /// Takes a toast away, if it is one of its own.
    pub async fn close(&self, popup: &Popup) -> Result<()> {
        if popup.service != self.name {
            return Ok(());
        }
        self.proxy.call_noreply("CloseNotification", &popup.number).await
    }

    /// What becomes of its toasts; `None` when it is no longer the one who shows them.
    pub async fn heard(&mut self) -> Option<(Popup, Response)> {
        loop {
            tokio::select! {
                signal = self.signals.next() => if let Some((number, response)) = understood(&signal?) {
                    return Some((Popup { service: self.name.clone(), number }, response));
                },
                owner = self.owners.next() => if owner?.is_none_or(|owner| self.name != owner) {
                    return None;
                },
            }
        }
    }
}

/// The number of a toast, and what became of it; `None` where a signal says something else.
fn understood(signal: &Message) -> Option<(u32, Response)> {
    let body = signal.body();
    let heard = match signal.header().member()?.as_str() {
        "ActionInvoked" => body.deserialize().map(|(number, action)| (number, Response::Chosen(action))),
        "NotificationClosed" => body.deserialize::<(u32, u32)>().map(|(number, _)| (number, Response::Closed)),
        _ => return None,
    };
    heard.inspect_err(|error| tracing::debug!("the notification service was not understood: {error}")).ok()
}

/// What it may heed: how urgent the toast is, whether it sounds, what it is about, and who shows it. A sound is one of the
/// sound theme's, by its name in the Sound Naming Specification.
fn hints(notice: &Notice) -> HashMap<&'static str, Variant<'_>> {
    const LOW: u8 = 0;
    const NORMAL: u8 = 1;
    let (urgency, sound) = match notice.loudness {
        Loudness::Quiet => (LOW, ("suppress-sound", true.into())),
        Loudness::Silent => (NORMAL, ("suppress-sound", true.into())),
        Loudness::Sound => (NORMAL, ("sound-name", "message-new-instant".into())),
    };
    HashMap::from([
        ("urgency", urgency.into()),
        sound,
        ("category", notice.category.into()),
        ("desktop-entry", "takecare-desktop".into()),
        ("image-path", notice.icon.as_str().into()),
    ])
}

/// As the specification counts; -1 leaves it to the service.
fn milliseconds(time: Option<Duration>) -> i32 {
    time.map_or(-1, |time| i32::try_from(time.as_millis()).unwrap_or(i32::MAX))
}
