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
    /// What is stored is locked; arrivals are counted.
    Locked,
}

/// A line of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Something to choose.
    Choice {
        /// What it says.
        label: String,
        /// The picture beside it, as PNG.
        icon: Option<&'static [u8]>,
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
    /// Locks what is stored.
    Lock,
    /// Ends TakeCare.
    Quit,
}

/// Derives the face from the state, for somebody whose clock says `now`.
pub fn face(snapshot: &Snapshot, now: &Zoned) -> Face {
    Face { state: state(snapshot), count: snapshot.unread, tooltip: tooltip(snapshot, now), menu: menu(snapshot, now) }
}

fn state(snapshot: &Snapshot) -> State {
    match &snapshot.link {
        Link::Connecting | Link::Checking { .. } | Link::Live { .. } if snapshot.lock.locked => State::Locked,
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
        Link::SignedOut { .. } if !snapshot.lock.locked => link,
        _ if snapshot.lock.locked => format!("{}, locked, {link}", words::unread(snapshot.unread)),
        _ => format!("{}, {link}", words::unread(snapshot.unread)),
    }
}

fn menu(snapshot: &Snapshot, now: &Zoned) -> Vec<Entry> {
    let mut menu: Vec<_> = snapshot.newest.iter().map(|row| newest(row, now)).collect();
    if !menu.is_empty() {
        menu.push(Entry::Separator);
    }
    menu.push(choice(entrance(snapshot), Deed::Open(None)));
    if snapshot.unread > 0 && !snapshot.lock.locked {
        menu.push(choice("Mark all shown as read", Deed::MarkAllRead));
    }
    if snapshot.account.is_some() && !snapshot.lock.locked {
        menu.push(choice("Lock", Deed::Lock));
    }
    menu.extend([Entry::Separator, choice("Quit", Deed::Quit)]);
    menu
}

fn entrance(snapshot: &Snapshot) -> &'static str {
    match snapshot.link {
        _ if snapshot.lock.locked => "Unlock…",
        Link::SignedOut { .. } => "Sign in…",
        _ => "Open TakeCare",
    }
}

/// Type and time only: a menu is seen by whoever stands behind its user.
fn newest(row: &Row, now: &Zoned) -> Entry {
    let label = format!("{}, {}", kind::label(&row.kind), words::time(row.date, now));
    Entry::Choice { label, icon: kind::drawing(&row.kind).map(|drawing| drawing.png), deed: Deed::Open(Some(row.id)) }
}

fn choice(label: &str, deed: Deed) -> Entry {
    Entry::Choice { label: label.to_owned(), icon: None, deed }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bridge::{Account, Fault, FaultCode, Status};

    fn now() -> Zoned {
        "2026-11-20T09:00:00+01:00[Europe/Warsaw]".parse().unwrap()
    }

    fn ward(link: Link, unread: u32, newest: Vec<Row>) -> Snapshot {
        let ada = Account { name: Some("Ada".to_owned()), email: "ada@ward".to_owned(), server: "ward".to_owned() };
        Snapshot {
            revision: 1,
            account: Some(ada),
            link,
            lock: bridge::Lock::default(),
            unread,
            kinds: Vec::new(),
            pending: 0,
            newest,
            checked: None,
            covered_since: None,
            gap: None,
            paused: None,
            consult: None,
        }
    }

    fn live() -> Link {
        Link::Live { heard: "2026-11-20T07:41:00Z".parse().unwrap() }
    }

    fn row(kind: &str) -> Row {
        Row {
            id: Uuid::from_u128(4),
            kind: kind.to_owned(),
            message: "Bed 4 wants water".to_owned(),
            date: "2026-11-20T07:30:00Z".parse().unwrap(),
            status: Status::Unread,
            related: None,
            waiting: None,
            refused: None,
            follow_up: None,
        }
    }

    fn labels(face: &Face) -> Vec<&str> {
        let mut labels = Vec::new();
        for entry in &face.menu {
            labels.push(match entry {
                Entry::Choice { label, .. } => label.as_str(),
                Entry::Separator => "-",
            });
        }
        labels
    }

    #[test]
    fn four_unread_and_live() {
        let face = face(&ward(live(), 4, vec![row("MEDICAL"), row("LAB_RESULT")]), &now());
        assert_eq!((face.state, face.count), (State::Live, 4));
        assert_eq!(face.tooltip, "4 unread, live, last heard 08:41");
        let menu = [
            "Medical, 08:30",
            "LAB_RESULT, 08:30",
            "-",
            "Open TakeCare",
            "Mark all shown as read",
            "Lock",
            "-",
            "Quit",
        ];
        assert_eq!(labels(&face), menu);
    }

    #[test]
    fn nothing_of_a_message_or_a_name_is_shown() {
        let shown = format!("{:?}", face(&ward(live(), 1, vec![row("MESSAGE")]), &now()));
        for private in ["Bed 4", "Ada", "ada@ward"] {
            assert!(!shown.contains(private), "{private} is shown");
        }
    }

    #[test]
    fn nothing_unread_leaves_nothing_to_mark() {
        let face = face(&ward(live(), 0, Vec::new()), &now());
        assert_eq!(face.tooltip, "nothing unread, live, last heard 08:41");
        assert_eq!(labels(&face), ["Open TakeCare", "Lock", "-", "Quit"]);
    }

    #[test]
    fn signed_out_offers_to_sign_in() {
        let nobody = Snapshot { account: None, ..ward(Link::SignedOut { why: None }, 0, Vec::new()) };
        let face = face(&nobody, &now());
        assert_eq!((face.state, face.tooltip.as_str()), (State::SignedOut, "signed out"));
        assert_eq!(labels(&face), ["Sign in…", "-", "Quit"]);
    }

    #[test]
    fn locked_tells_the_count_and_offers_to_unlock() {
        let lock = bridge::Lock { locked: true, pin: bridge::Pin::Set };
        let face = face(&Snapshot { lock, ..ward(live(), 4, Vec::new()) }, &now());
        assert_eq!((face.state, face.count), (State::Locked, 4));
        assert_eq!(face.tooltip, "4 unread, locked, live, last heard 08:41");
        assert_eq!(labels(&face), ["Unlock…", "-", "Quit"]);
    }

    #[test]
    fn every_other_state_is_told_by_shape_and_words() {
        let why = Fault::new(FaultCode::Keyring, "the keyring is locked");
        let since = "2026-11-20T07:41:00Z".parse().unwrap();
        for (link, state, words) in [
            (Link::Connecting, State::Checking, "connecting"),
            (Link::Checking { every: 20 }, State::Checking, "checking every 20 s"),
            (Link::Offline { since, why: why.clone() }, State::Offline, "offline since 08:41: the keyring is locked"),
            (Link::Blocked { why }, State::Blocked, "stopped: the keyring is locked"),
        ] {
            let face = face(&ward(link, 2, Vec::new()), &now());
            assert_eq!((face.state, face.tooltip), (state, format!("2 unread, {words}")));
        }
    }
}
