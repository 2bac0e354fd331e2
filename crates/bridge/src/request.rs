use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::settings::Value;
use crate::{FollowUp, Password, Row, Status, View};

/// What the window or the command line asks of the agent.
///
/// An answer to an action means *kept*: it survives a power cut and reaches the server when that is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Request {
    /// Signs in; answered when the server has decided.
    SignIn {
        /// The server's address, with or without `https://`.
        server: String,
        /// The e-mail address, to the letter.
        email: String,
        /// The password.
        password: Password,
    },
    /// Ends the session and wipes what was stored for it.
    SignOut,
    /// Gives what is stored new keys; the old ones open nothing any more.
    ChangeKeys {
        /// The PIN, where one is set.
        pin: Option<Password>,
    },
    /// Locks: keys and texts leave the memory, arrivals are only counted.
    Lock,
    /// Unlocks.
    Unlock {
        /// The PIN, where one is set.
        pin: Option<Password>,
    },
    /// Sets, changes or takes off the PIN without which nothing that is stored can be read. What is stored gets a new key,
    /// so that no old copy of the keyring goes round the PIN.
    SetPin {
        /// The PIN so far, where one is set.
        current: Option<Password>,
        /// The new one; none takes it off.
        new: Option<Password>,
    },
    /// Shows no toasts until then; none shows them again. What may always alert still does.
    Pause {
        /// Until when.
        until: Option<Timestamp>,
    },
    /// Begins or ends consult mode: for a set time toasts and window show no text, since somebody else can see the screen.
    Consult {
        /// Whether it begins.
        on: bool,
    },
    /// The current state.
    Snapshot,
    /// A part of a list, newest first.
    List {
        /// Which rows.
        filter: Filter,
        /// What arrived later than this ([`Page::last`] of an earlier answer) is left out, so that a list that somebody is
        /// reading keeps its places while news come; none for everything.
        through: Option<Cursor>,
        /// How many of the newest are passed over.
        skip: u32,
        /// How many rows at most; no more than 500 come.
        limit: u32,
    },
    /// The ids of the newest 10,000 of a list at most, for doing something with all of them.
    Choose {
        /// Which list.
        filter: Filter,
        /// The last arrival when the list was shown ([`Page::last`]); what came later is left out.
        last: Cursor,
    },
    /// How many notifications of each type came in each hour.
    Overview {
        /// From when on.
        since: Timestamp,
    },
    /// Gets ready to search: texts are kept in memory until [`Request::CloseSearch`]. Answered when a search is fast.
    OpenSearch,
    /// Nobody searches any more: what was kept for it is wiped.
    CloseSearch,
    /// One row.
    Get {
        /// Which.
        id: Uuid,
    },
    /// Marks rows as read.
    MarkRead {
        /// Which.
        ids: Vec<Uuid>,
    },
    /// Marks rows as unread.
    MarkUnread {
        /// Which.
        ids: Vec<Uuid>,
    },
    /// Marks every unread row of a list as read, as far as the user could have seen it. Snoozed ones stay as they
    /// are, unless they are what is listed.
    MarkShown {
        /// Which list.
        filter: Filter,
        /// The last arrival when the list was shown ([`Page::last`]); what came later stays unread.
        last: Cursor,
    },
    /// Deletes rows.
    Delete {
        /// Which.
        ids: Vec<Uuid>,
    },
    /// Takes the last action on rows back. Within five seconds of it the server never hears of either; later a read or
    /// unread is turned round, and a deletion stays.
    Undo {
        /// Which.
        ids: Vec<Uuid>,
    },
    /// Marks rows for follow-up, which only this desktop knows of.
    FollowUp {
        /// Which.
        ids: Vec<Uuid>,
        /// None takes the marks off.
        mark: Option<FollowUp>,
    },
    /// Snoozes unread rows, which only this desktop knows of: until then they count nowhere as unread. Reading or deleting
    /// one ends that.
    Snooze {
        /// Which.
        ids: Vec<Uuid>,
        /// Until when; none wakes them now.
        until: Option<Timestamp>,
    },
    /// Opens the record a row points to in the system's browser.
    OpenRecord {
        /// Which row.
        id: Uuid,
    },
    /// Looks at everything that TakeCare depends on, from the server's name to the keyring.
    SelfCheck,
    /// Has the server send its user a test notification, and follows it until it is here: one finding.
    SendTest,
    /// Who had access to what is stored here, and when.
    AccessLog,
    /// Everything that its user can set, and what holds.
    Settings,
    /// Sets something. It holds at once.
    Set {
        /// Its key ([`crate::settings::TABLE`]).
        key: String,
        /// None is what is usual.
        value: Option<Value>,
    },
    /// Brings the window to the front, starting it if it is not there.
    ShowWindow {
        /// What for.
        view: View,
    },
    /// The window came to the front, as it was told.
    Raised,
    /// Ends the agent and the window.
    Quit,
}

/// Which rows: all conditions together. Every field may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Filter {
    /// Only this type, as the wire spells it.
    pub kind: Option<String>,
    /// Only read or only unread ones.
    pub status: Option<Status>,
    /// Only what the server made then or later.
    pub since: Option<Timestamp>,
    /// Only what the server made before then.
    pub until: Option<Timestamp>,
    /// Only what the user wants to come back to.
    pub follow_up: bool,
    /// Only what is snoozed, or only what is not; either when there is none.
    pub snoozed: Option<bool>,
    /// Only rows whose message contains this, whatever the case of its letters.
    pub text: Option<String>,
}

/// How far a list goes. Opaque: only a store makes one, and only a store reads it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Cursor(pub String);

/// A part of a list, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Page {
    /// The rows; damaged ones are left out, so that fewer may come than there are.
    pub rows: Vec<Row>,
    /// How many rows the whole list has, as far as it was asked for.
    pub total: u32,
    /// How many of them are unread.
    pub unread: u32,
    /// How many more arrived later than it was asked for.
    pub newer: u32,
    /// The last arrival of all at this moment: what comes later was not shown.
    pub last: Cursor,
}

/// What came in one hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Arrivals {
    /// When the hour began, in UTC. Hours in which nothing came are left out.
    pub hour: Timestamp,
    /// The type as the wire spells it.
    pub kind: String,
    /// How many the server made.
    pub count: u32,
}
