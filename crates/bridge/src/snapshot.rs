use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Fault, Row};

/// The whole state that anything on screen derives from: tray, badge, tooltip and window can't disagree.
///
/// Small on purpose; rows beyond the newest few are asked for ([`crate::Request::List`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Snapshot {
    /// Grows whenever stored rows changed; a window that lists rows asks again then.
    pub revision: u32,
    /// Whose notifications these are; none before the first sign-in.
    pub account: Option<Account>,
    /// How things stand with the server.
    pub link: Link,
    /// Whether what is stored can be read.
    pub lock: Lock,
    /// Until when toasts are paused.
    pub paused: Option<Timestamp>,
    /// Until when consult mode lasts.
    pub consult: Option<Timestamp>,
    /// How many are unread: the badge. Snoozed ones are not.
    pub unread: u32,
    /// How many the user wants to come back to; none while what is stored is locked.
    pub follow_ups: u32,
    /// How many are snoozed; none while what is stored is locked.
    pub snoozed: u32,
    /// Per type, the eight documented ones first, then any other that occurs.
    pub kinds: Vec<KindCount>,
    /// How many actions the server has not confirmed yet.
    pub pending: u32,
    /// The newest unread rows, at most five.
    pub newest: Vec<Row>,
    /// Whether the administrator allows the hand-over sheet to be printed or saved.
    pub export: bool,
    /// The server that the administrator has set: nobody can sign in elsewhere.
    pub server: Option<String>,
    /// When the stored set was last known to equal the server's.
    pub checked: Option<Timestamp>,
    /// Since when nothing was missed: the start of the unbroken watch that [`Self::checked`] ends.
    pub covered_since: Option<Timestamp>,
    /// The last gap in the watch, once it was closed.
    pub gap: Option<Gap>,
}

/// Whether what is stored can be read. While it can't, a snapshot carries counts and no rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Lock {
    /// Whether it can't: keys and texts are out of memory.
    pub locked: bool,
    /// What unlocking takes.
    pub pin: Pin,
}

/// What unlocking takes besides the keyring.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Pin {
    /// Nothing.
    #[default]
    None,
    /// The PIN.
    Set,
    /// A PIN, and none is set yet: the administrator wants one, and nothing is shown before.
    Missing,
}

/// A time in which nothing could be heard, and what was found when it was over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Gap {
    /// When the stored set had last been known to be the server's.
    pub from: Timestamp,
    /// When it was again.
    pub to: Timestamp,
    /// How many notifications had come in between.
    pub arrived: u32,
}

/// The signed-in user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Account {
    /// The name, once the server has told it.
    pub name: Option<String>,
    /// The e-mail address of the sign-in.
    pub email: String,
    /// The server's address.
    pub server: String,
}

/// Rows of one type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct KindCount {
    /// The type as the wire spells it.
    pub kind: String,
    /// How many of them are unread.
    pub unread: u32,
}

/// How things stand with the server, said as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Link {
    /// Nobody is signed in.
    SignedOut {
        /// Why the last session ended, if the user did not end it.
        why: Option<Fault>,
    },
    /// First contact since the start; nothing is known yet.
    Connecting,
    /// The socket is open.
    Live {
        /// When the server was last heard.
        heard: Timestamp,
    },
    /// The socket is refused or broken, the server answers questions: it is asked regularly.
    Checking {
        /// How often, in seconds.
        every: u32,
    },
    /// The server can't be reached.
    Offline {
        /// Since when.
        since: Timestamp,
        /// Why.
        why: Fault,
    },
    /// Nothing can be kept here, so nothing is fetched: no keyring, a damaged or newer database, a full disk. Or the
    /// administrator's settings can't be used, so nobody may be asked.
    Blocked {
        /// Why, and what to do.
        why: Fault,
    },
}
