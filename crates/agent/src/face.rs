use bridge::{Link, Row, Snapshot};
use jiff::Zoned;
use uuid::Uuid;

use crate::{kind, words};

/// What the tray shows: all of it follows from one snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    /// The shape of the icon.
    pub state: State,
    /// The number on the icon.
    pub count: u32,
    /// The state in words; no message text, no names.
    pub tooltip: String,
    /// The menu, from top to bottom.
    pub menu: Vec<Entry>,
}

/// How things stand, told by the icon's shape.
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
}

/// A line of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Something to choose.
    Choice {
        /// What it says.
        label: String,
        /// What it does.
        deed: Deed,
    },
    /// A line between groups.
    Separator,
}

/// What a menu entry does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Opens the window, at a row if one is named.
    Open(Option<Uuid>),
    /// Marks what is unread now as read.
    MarkAllRead,
    /// Ends TakeCare.
    Quit,
}

/// Derives the face from the state, for somebody whose clock says `now`.
pub fn face(snapshot: &Snapshot, now: &Zoned) -> Face {
    Face {
        state: state(&snapshot.link),
        count: snapshot.unread,
        tooltip: tooltip(snapshot, now),
        menu: menu(snapshot, now),
    }
}

fn state(link: &Link) -> State {
    match link {
        Link::SignedOut { .. } => State::SignedOut,
        Link::Connecting | Link::Checking { .. } => State::Checking,
        Link::Live { .. } => State::Live,
        Link::Offline { .. } => State::Offline,
        Link::Blocked { .. } => State::Blocked,
    }
}

fn tooltip(snapshot: &Snapshot, now: &Zoned) -> String {
    let link = words::link(&snapshot.link, now);
    match snapshot.link {
        Link::SignedOut { .. } => link,
        _ => format!("{}, {link}", words::unread(snapshot.unread)),
    }
}

fn menu(snapshot: &Snapshot, now: &Zoned) -> Vec<Entry> {
    let signed_out = matches!(snapshot.link, Link::SignedOut { .. });
    let mut menu: Vec<_> = snapshot.newest.iter().map(|row| newest(row, now)).collect();
    if !menu.is_empty() {
        menu.push(Entry::Separator);
    }
    if signed_out {
        menu.push(choice("Sign in…", Deed::Open(None)));
    } else {
        menu.push(choice("Open TakeCare", Deed::Open(None)));
    }
    if snapshot.unread > 0 {
        menu.push(choice("Mark all shown as read", Deed::MarkAllRead));
    }
    menu.extend([Entry::Separator, choice("Quit", Deed::Quit)]);
    menu
}

/// Type and time only: a menu is seen by whoever stands behind its user.
fn newest(row: &Row, now: &Zoned) -> Entry {
    choice(format!("{}, {}", kind::label(&row.kind), words::time(row.date, now)), Deed::Open(Some(row.id)))
}

fn choice(label: impl Into<String>, deed: Deed) -> Entry {
    Entry::Choice { label: label.into(), deed }
}
