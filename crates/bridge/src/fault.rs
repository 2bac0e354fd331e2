use language::Phrase;
use serde::{Deserialize, Serialize};

/// Something that did not work, said to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Fault {
    /// What the window branches on.
    pub code: FaultCode,
    /// One sentence that says what happened and what to do. Carries no personal data.
    #[cfg_attr(test, ts(type = "string"))]
    pub message: Phrase,
}

/// A code exists only because something branches on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum FaultCode {
    /// E-mail or password are wrong, or the account is closed: the sign-in form points there.
    Credentials,
    /// The address is wrong, unreachable, not TakeCare or not trusted: the sign-in form points there.
    Server,
    /// The keyring is missing, locked or empty.
    Keyring,
    /// The database can't be written or read.
    Store,
    /// What is stored is locked.
    Locked,
    /// The PIN is missing, wrong, or none that can be set: the PIN's form points there.
    Pin,
    /// The notification is not there any more.
    NotFound,
    /// A window is open already; it was raised instead.
    AlreadyOpen,
    /// The agent's program can't be started: the window says so itself.
    Missing,
    /// The agent does not answer: the window says so itself.
    Silent,
    /// The agent has ended: the window says so itself.
    Stopped,
    /// Anything else.
    Other,
}

impl Fault {
    /// Says `message` under `code`.
    pub fn new(code: FaultCode, message: impl Into<Phrase>) -> Self {
        Self { code, message: message.into() }
    }
}
