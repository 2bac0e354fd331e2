use language::Phrase;
use serde::{Deserialize, Serialize};

/// One thing that a self-check looked at, said to an administrator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Finding {
    /// What was looked at.
    pub topic: Topic,
    /// How it is.
    pub verdict: Verdict,
    /// In sentences: what was found and, when it is not good, what to do. Carries no text of a notification.
    #[cfg_attr(test, ts(type = "string"))]
    pub says: Phrase,
}

/// What a self-check looks at, in the order in which it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Topic {
    /// What an administrator has set.
    Policy,
    /// The server's name.
    Address,
    /// What lies on the way.
    Proxy,
    /// Who vouches for the server.
    Certificate,
    /// What answers.
    Server,
    /// The sign-in.
    Session,
    /// The way by which the server tells of news.
    Socket,
    /// Whether a notification that the server is asked for comes.
    Delivery,
    /// Whether anything was missed.
    Coverage,
    /// What the user did and the server has to confirm.
    Actions,
    /// Where secrets are kept.
    Keyring,
    /// Where notifications are kept.
    Store,
    /// The server's clock and this computer's.
    Clock,
    /// Where the icon is shown.
    Tray,
    /// Who shows toasts.
    Toasts,
    /// Whether somebody tells that nobody touches the computer.
    Lock,
}

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Verdict {
    /// As it should be.
    Good,
    /// Worth knowing; nobody has to do anything.
    Note,
    /// Somebody has to do something.
    Bad,
}

impl Finding {
    /// Something is as it should be.
    pub fn good(topic: Topic, says: impl Into<Phrase>) -> Self {
        Self { topic, verdict: Verdict::Good, says: says.into() }
    }

    /// Something is worth knowing.
    pub fn note(topic: Topic, says: impl Into<Phrase>) -> Self {
        Self { topic, verdict: Verdict::Note, says: says.into() }
    }

    /// Somebody has to do something.
    pub fn bad(topic: Topic, says: impl Into<Phrase>) -> Self {
        Self { topic, verdict: Verdict::Bad, says: says.into() }
    }
}
