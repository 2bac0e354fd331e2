//! Keys that a Wayland desktop keeps for programs: `GlobalShortcuts` of the XDG Desktop Portal.

use std::collections::HashMap;

use bridge::settings::{Hotkey, Pressed};
use futures_util::StreamExt;
use language::{Language, say};
use serde::Serialize;
use zbus::names::OwnedUniqueName;
use zbus::proxy::{OwnerChangedStream, SignalStream};
use zbus::{Connection, DynamicType, OwnedObjectPath, OwnedVariant, Proxy, Variant};

use super::{Deed, Hand};

const NAME: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";
const SHORTCUTS: &str = "org.freedesktop.portal.GlobalShortcuts";
const REQUEST: &str = "org.freedesktop.portal.Request";

type Words = HashMap<String, OwnedVariant>;
type Options = HashMap<&'static str, Variant<'static>>;

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
enum PortalError {
    /// There is no such portal, or it does not speak as it should.
    #[error(transparent)]
    Bus(#[from] zbus::Error),
    /// The user or the desktop said no.
    #[error("they are not granted")]
    Refused,
}

/// Heeds these by the portal, and by the one that follows it. Returns when there are none to be had: who said no is not asked
/// again before something else is set.
pub async fn heed(wanted: &[(Hotkey, Deed)], language: Language, hand: &Hand) {
    if let Err(error) = follow(wanted, language, hand).await {
        tracing::info!("this desktop keeps no keys for programs: {error}");
    }
}

async fn follow(wanted: &[(Hotkey, Deed)], language: Language, hand: &Hand) -> Result<(), PortalError> {
    let bus = Connection::session().await?;
    let portal = Proxy::new(&bus, NAME, PATH, SHORTCUTS).await?;
    let mut owners = portal.receive_owner_changed().await?;
    loop {
        match Keys::begin(&portal, wanted, language).await {
            Ok(mut keys) => {
                while let Some(deed) = keys.pressed(&mut owners).await? {
                    hand.act(deed);
                }
            }
            Err(PortalError::Bus(error)) => {
                tracing::info!("there is no portal that keeps keys for programs: {error}");
                owners.next().await.ok_or(PortalError::Refused)?;
            }
            Err(refused) => return Err(refused),
        }
    }
}

/// Keys that the portal keeps, for as long as it runs. Which ones, the desktop's own settings say: ours are proposals.
struct Keys {
    keeper: OwnedUniqueName,
    session: OwnedObjectPath,
    pressed: SignalStream<'static>,
}

impl Keys {
    async fn begin(portal: &Proxy<'_>, wanted: &[(Hotkey, Deed)], language: Language) -> Result<Self, PortalError> {
        let pressed = portal.receive_signal("Activated").await?;
        let session = HashMap::from([handle("CreateSession"), ("session_handle_token", "takecare".into())]);
        let (keeper, mut granted) = ask(portal, "CreateSession", &(session,)).await?;
        let session = granted.remove("session_handle").ok_or(zbus::Error::MissingField)?;
        let session = OwnedObjectPath::try_from(String::try_from(session)?)?;
        let keys: Vec<_> = wanted.iter().map(|(hotkey, deed)| shortcut(hotkey, *deed, language)).collect();
        ask(portal, "BindShortcuts", &(&session, keys, "", HashMap::from([handle("BindShortcuts")]))).await?;
        Ok(Self { keeper, session, pressed })
    }

    /// What is pressed next; none when the portal has ended.
    async fn pressed(&mut self, owners: &mut OwnerChangedStream<'_>) -> Result<Option<Deed>, PortalError> {
        loop {
            tokio::select! {
                signal = self.pressed.next() => {
                    let Some(signal) = signal else { return Ok(None) };
                    let (session, id, _, _): (OwnedObjectPath, String, u64, Words) = signal.body().deserialize()?;
                    if let Some(deed) = deed(&id).filter(|_| session == self.session) {
                        return Ok(Some(deed));
                    }
                }
                owner = owners.next() => if owner.flatten().is_none_or(|owner| self.keeper != owner) {
                    return Ok(None);
                },
            }
        }
    }
}

/// The question's name is that of its answer, too: on this connection it is asked once.
fn handle(question: &'static str) -> (&'static str, Variant<'static>) {
    ("handle_token", question.into())
}

/// Asks what the user may have to be asked, and waits for the answer, which comes as a signal. Also says who was asked.
async fn ask<B: Serialize + DynamicType>(
    portal: &Proxy<'_>,
    question: &str,
    body: &B,
) -> Result<(OwnedUniqueName, Words), PortalError> {
    let bus = portal.connection();
    let own = bus.unique_name().ok_or(zbus::Error::MissingField)?.trim_start_matches(':').replace('.', "_");
    let request = Proxy::new(bus, NAME, format!("{PATH}/request/{own}/{question}"), REQUEST).await?;
    let mut answers = request.receive_signal("Response").await?;
    let asked = portal.call_method(question, body).await?;
    let keeper = asked.header().sender().ok_or(zbus::Error::MissingField)?.to_owned().into();
    let answer = answers.next().await.ok_or(PortalError::Refused)?;
    match answer.body().deserialize::<(u32, Words)>()? {
        (0, words) => Ok((keeper, words)),
        _ => Err(PortalError::Refused),
    }
}

/// A key as the portal is told it: its name, what stands for it in the desktop's settings, and our proposal.
fn shortcut(hotkey: &Hotkey, deed: Deed, language: Language) -> (&'static str, Options) {
    let (id, meaning) = match deed {
        Deed::Consult => (CONSULT, say::menu_consult()),
        Deed::Lock => (LOCK, say::menu_lock()),
    };
    let meaning = format!("TakeCare: {}", meaning.said_in(language));
    (id, HashMap::from([("description", meaning.into()), ("preferred_trigger", trigger(hotkey).into())]))
}

const CONSULT: &str = "consult";
const LOCK: &str = "lock";

fn deed(id: &str) -> Option<Deed> {
    [(CONSULT, Deed::Consult), (LOCK, Deed::Lock)].into_iter().find(|(known, _)| *known == id).map(|(_, deed)| deed)
}

/// As the XDG Shortcuts Specification writes it: what is held, then the key as X calls it.
fn trigger(hotkey: &Hotkey) -> String {
    let held = [(hotkey.ctrl, "CTRL+"), (hotkey.alt, "ALT+"), (hotkey.shift, "SHIFT+"), (hotkey.logo, "LOGO+")];
    let held: String = held.into_iter().filter(|(held, _)| *held).map(|(_, name)| name).collect();
    match hotkey.key {
        Pressed::Letter(letter) => format!("{held}{}", letter.to_ascii_lowercase()),
        Pressed::Function(number) => format!("{held}F{number}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposal_is_written_as_the_specification_wants_it() {
        for (keys, written) in
            [("Ctrl+Alt+H", "CTRL+ALT+h"), ("Super+F9", "LOGO+F9"), ("Ctrl+Alt+Shift+Super+3", "CTRL+ALT+SHIFT+LOGO+3")]
        {
            assert_eq!(trigger(&keys.parse().unwrap()), written);
        }
    }
}
