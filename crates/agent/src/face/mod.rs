mod menu;
mod pause;
#[cfg(test)]
mod tests;

use bridge::settings::Privacy;
use bridge::{Link, Snapshot};
use jiff::Zoned;
use language::{Phrase, say};

pub use menu::{Deed, Entry};
pub use pause::Pause;

use crate::words;

/// What the tray shows: all of it follows from one snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    /// The shape of the icon.
    pub state: State,
    /// The number on the icon.
    pub count: u32,
    /// The state in words; no message text, no names.
    pub tooltip: Phrase,
    /// The menu, from top to bottom.
    pub menu: Vec<Entry>,
}

/// How things stand, told by the icon's shape.
///
/// There is one shape at a time, and the gravest wins; the tooltip says all of it. First that nothing comes (signed out,
/// blocked, offline): a pause ends by itself, that may not. Then that what came can't be read. A pause is before consult
/// mode, since something may be missed in it, and both are before the way in which the server is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The socket is open.
    Live,
    /// The server is asked now and then, or contact is just being made.
    Checking,
    /// The server can't be reached.
    Offline,
    /// Nobody is signed in.
    SignedOut,
    /// Nothing can be kept here.
    Blocked,
    /// What is stored is locked; arrivals are counted.
    Locked,
    /// No toasts are shown for a while.
    Paused,
    /// Toasts and window show no text for a while.
    Consult,
}

/// Derives the face from the state, for somebody whose toasts say so much and whose clock says `now`.
pub fn face(snapshot: &Snapshot, privacy: Privacy, now: &Zoned) -> Face {
    Face {
        state: state(snapshot),
        count: snapshot.unread,
        tooltip: tooltip(snapshot, now),
        menu: menu::menu(snapshot, privacy, now),
    }
}

fn state(snapshot: &Snapshot) -> State {
    match &snapshot.link {
        Link::SignedOut { .. } => State::SignedOut,
        Link::Blocked { .. } => State::Blocked,
        Link::Offline { .. } => State::Offline,
        _ if snapshot.lock.locked => State::Locked,
        _ if snapshot.paused.is_some() => State::Paused,
        _ if snapshot.consult.is_some() => State::Consult,
        Link::Connecting | Link::Checking { .. } => State::Checking,
        Link::Live { .. } => State::Live,
    }
}

fn tooltip(snapshot: &Snapshot, now: &Zoned) -> Phrase {
    let link = words::link(&snapshot.link, now);
    if matches!(snapshot.link, Link::SignedOut { .. }) && !snapshot.lock.locked {
        return link;
    }
    let parts = [
        Some(words::unread(snapshot.unread)),
        snapshot.lock.locked.then(say::state_locked),
        snapshot.paused.map(|end| say::state_paused(words::time(end, now))),
        snapshot.consult.map(|end| say::state_consult(words::time(end, now))),
        Some(link),
    ];
    Phrase::several(parts.into_iter().flatten().collect(), ", ")
}
