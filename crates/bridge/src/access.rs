use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Who had access to what is stored here: the answer to [`crate::Request::AccessLog`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AccessLog {
    /// Oldest first.
    pub entries: Vec<Access>,
    /// Whether nobody changed the log, as far as can be proved.
    pub whole: bool,
    /// The same in sentences: what is wrong, if so. Carries no personal data.
    pub says: String,
}

/// One entry of the access log. Its words are the log's own: a newer version may know more of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Access {
    /// One more than the entry's before.
    pub number: u32,
    /// When it happened, by the computer's clock.
    pub at: Timestamp,
    /// What happened, for instance `unlocked` or `wrong-pin`.
    pub what: String,
    /// To which account: the name of its folder.
    pub account: Option<String>,
    /// By whom or what, for instance `window` or `idle`.
    pub by: Option<String>,
}
