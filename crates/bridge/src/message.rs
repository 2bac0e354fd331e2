use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::settings::Setting;
use crate::{AccessLog, Arrivals, Fault, Finding, Page, Request, Row, Snapshot, View};

/// The first line of whoever connects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// Who it is.
    pub role: Role,
    /// The version of its program: both come from one build, so a difference is said, not guessed around.
    pub version: String,
}

/// Who talks to the agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The window: there is one at most, and it is told of every change.
    Window,
    /// The command line: asks and goes.
    CommandLine,
}

/// A request with the number its answer will carry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Chosen by the caller.
    pub number: u32,
    /// What is asked.
    pub request: Request,
}

/// A line from the agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Message {
    /// The answer to [`Hello`].
    Welcome(Result<(), Fault>),
    /// The answer to a [`Call`].
    Reply {
        /// The call's number.
        number: u32,
        /// What came of it.
        result: Result<Answer, Fault>,
    },
    /// Something the window should know.
    Event(Event),
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", content = "value", rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Answer {
    /// It is kept.
    Done,
    /// It is kept, and this takes it back: the answer to [`Request::FollowUp`] and [`Request::Snooze`]. Rows that were so
    /// already are not in it.
    Back(Vec<Request>),
    /// These were marked, and that is kept: the answer to [`Request::MarkShown`], for [`Request::Undo`].
    Marked(Vec<Uuid>),
    /// The state.
    Snapshot(Snapshot),
    /// Rows.
    Page(Page),
    /// Which rows: the answer to [`Request::Choose`], newest first.
    Ids(Vec<Uuid>),
    /// What came, hour by hour.
    Overview(Vec<Arrivals>),
    /// One row.
    Row(Row),
    /// What a self-check found.
    Findings(Vec<Finding>),
    /// Who had access to what is stored here.
    AccessLog(AccessLog),
    /// Everything that can be set.
    Settings(Vec<Setting>),
}

/// What the agent tells the window by itself.
#[allow(clippy::large_enum_variant, reason = "one at a time is made, sent and dropped")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", content = "value", rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Event {
    /// The state changed. Only the newest counts; those in between may be left out.
    Snapshot(Snapshot),
    /// Come to the front, for this.
    Show(View),
    /// The agent is ending: the window ends too.
    Quit,
}
