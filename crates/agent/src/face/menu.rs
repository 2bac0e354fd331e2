use bridge::settings::Privacy;
use bridge::{Link, Row, Snapshot, View};
use jiff::Zoned;
use language::{Phrase, say};

use super::Pause;
use crate::{kind, text, words};

/// So much of a text, in characters: a menu is no reading room.
const LONGEST: usize = 48;

/// A line of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Something to choose.
    Choice {
        /// What it says.
        label: Phrase,
        /// The picture beside it, as PNG.
        icon: Option<&'static [u8]>,
        /// What it does.
        deed: Deed,
    },
    /// A menu in the menu.
    Menu {
        /// What it says.
        label: Phrase,
        /// What is in it.
        entries: Vec<Entry>,
    },
    /// A line between groups.
    Separator,
}

/// What a menu entry does.
///
/// Signing out by itself is not among them: it wipes what is stored, and a menu can't ask whether that is meant. The window
/// asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Opens the window for this.
    Show(View),
    /// Marks what is unread now as read.
    MarkAllRead,
    /// Shows no toasts for a while.
    Pause(Pause),
    /// Shows toasts again.
    Resume,
    /// Begins or ends consult mode.
    Consult {
        /// Whether it begins.
        on: bool,
    },
    /// Locks what is stored.
    Lock,
    /// Ends TakeCare.
    Quit,
}

/// The menu, from top to bottom, for somebody whose toasts say so much and whose clock says `now`.
pub fn menu(snapshot: &Snapshot, privacy: Privacy, now: &Zoned) -> Vec<Entry> {
    let privacy = if snapshot.consult.is_some() { Privacy::Hidden } else { privacy };
    let mut menu: Vec<_> = snapshot.newest.iter().map(|row| newest(row, privacy, now)).collect();
    if !menu.is_empty() {
        menu.push(Entry::Separator);
    }
    menu.push(choice(entrance(snapshot), Deed::Show(View::Any)));
    if snapshot.account.is_some() && !snapshot.lock.locked {
        menu.extend(own(snapshot));
    }
    menu.extend([Entry::Separator, choice(say::menu_quit(), Deed::Quit)]);
    menu
}

fn entrance(snapshot: &Snapshot) -> Phrase {
    match snapshot.link {
        _ if snapshot.lock.locked => say::menu_unlock(),
        Link::SignedOut { .. } => say::menu_sign_in(),
        _ => say::menu_open(),
    }
}

/// What only the one who is signed in may do, and nobody who finds the desktop locked.
fn own(snapshot: &Snapshot) -> Vec<Entry> {
    let mut entries = Vec::new();
    if snapshot.unread > 0 {
        entries.push(choice(say::menu_mark_read(), Deed::MarkAllRead));
    }
    entries.push(Entry::Separator);
    entries.push(match snapshot.paused {
        None => Entry::Menu { label: say::menu_pause(), entries: Pause::ALL.map(pause).into() },
        Some(_) => choice(say::menu_resume(), Deed::Resume),
    });
    entries.push(match snapshot.consult {
        None => choice(say::menu_consult(), Deed::Consult { on: true }),
        Some(_) => choice(say::menu_consult_end(), Deed::Consult { on: false }),
    });
    entries.extend([
        choice(say::menu_lock(), Deed::Lock),
        Entry::Separator,
        choice(say::menu_settings(), Deed::Show(View::Settings)),
        choice(say::menu_sign_out(), Deed::Show(View::SignOut)),
    ]);
    entries
}

fn pause(pause: Pause) -> Entry {
    choice(pause.label(), Deed::Pause(pause))
}

/// As much as a toast would say: a menu, too, is seen by whoever stands behind its user.
fn newest(row: &Row, privacy: Privacy, now: &Zoned) -> Entry {
    let (says, drawing) = match privacy {
        Privacy::Hidden => (say::menu_notification(), None),
        Privacy::TypeOnly => (kind::label(&row.kind), kind::drawing(&row.kind)),
        Privacy::Full => (Phrase::words(text::line(&text::paragraph(&row.message, LONGEST))), kind::drawing(&row.kind)),
    };
    let label = Phrase::several(vec![says, words::time(row.date, now)], ", ");
    Entry::Choice { label, icon: drawing.map(|drawing| drawing.png), deed: Deed::Show(View::Row { id: row.id }) }
}

fn choice(label: Phrase, deed: Deed) -> Entry {
    Entry::Choice { label, icon: None, deed }
}
