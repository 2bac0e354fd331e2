use std::time::Duration;

use protocol::Kind;
use serde::{Deserialize, Serialize};

/// How many rows a page has.
pub const PAGE: usize = 50;

/// What a contestant is told, one a line as JSON.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Order {
    /// Keep so many new rows, so many in one transaction; every transaction is timed.
    Keep {
        /// How many rows.
        rows: usize,
        /// How many in one transaction.
        together: usize,
    },
    /// Do this so often; every time is timed.
    Do(Task, usize),
    /// Say how much memory the process has resident; counted in bytes.
    Memory,
    /// Say how large the file is; counted in bytes.
    Size,
}

/// What a contestant does.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Task {
    /// Close the file and open it again, ready to write.
    Reopen,
    /// List [`PAGE`] rows of a filter, the newest first; counts them.
    Newest(Filter),
    /// Count the unread rows of each type; counts all of them.
    Unread,
    /// Open the search box: make and keep whatever makes searching quick.
    OpenBox,
    /// The same, and list the newest rows again and again meanwhile; counts the longest of these, in microseconds.
    OpenBoxAndList,
    /// Give back what the open box kept.
    CloseBox,
    /// Search with the box open: the newest [`PAGE`] rows that contain this; counts them.
    Contains(String),
    /// The same without a box, on a new connection.
    ContainsFresh(String),
    /// Make an index of all trigrams in the file, as SQLite can.
    IndexTrigrams,
    /// Search by that index.
    ContainsTrigrams(String),
    /// Look at the whole file.
    Verify,
    /// Encrypt everything with a new key.
    ChangeKeys,
}

/// Which rows to list.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Filter {
    /// Only this type.
    pub kind: Option<Kind>,
    /// Only unread ones.
    pub unread: bool,
    /// Count the whole list, and what of it is unread, too.
    pub counted: bool,
    /// Pass over so many of the newest.
    pub skip: u32,
}

/// What a contestant says, one a line as JSON.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Answer {
    /// How long each time took.
    pub times: Vec<Duration>,
    /// What was counted the last time; what that is stands with each [`Order`] and [`Task`].
    pub count: u64,
}
