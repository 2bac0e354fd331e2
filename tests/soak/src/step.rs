use std::time::Duration;

use faults::{Road, Weather};
use peer::Replay;
use protocol::Status;

/// One thing that happens.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Somebody does something.
    Deed(Deed),
    /// The weather turns, on one road or on both.
    Weather(Option<Road>, Weather),
    /// All connections are reset.
    Cut,
    /// All connections fall silent for ever.
    Strand,
    /// The server behaves otherwise.
    Quirk(Quirk),
    /// The server goes away for so long.
    Restart(Duration),
    /// The computer is said to have woken.
    Wake,
    /// The agent is killed so long after somebody has begun to do something, and again as often as it starts, each time
    /// after so long.
    Kill {
        /// What is going on.
        meanwhile: Deed,
        /// How long it may go on.
        after: Duration,
        /// How soon it dies again.
        again: Vec<Duration>,
    },
}

/// What people do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// So many are sent.
    Push(usize),
    /// So many are written down, and nobody is told.
    Book(usize),
    /// One is changed in a browser elsewhere.
    Elsewhere(Change, Pick),
    /// The user changes one.
    Act(Status, Pick),
    /// The user marks a list as read.
    MarkShown(Pick),
}

/// A change made elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// To this status.
    To(Status),
    /// Deleted for good.
    Erase,
}

/// What the deployed server does in unlucky moments.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Quirk {
    /// Acknowledges what it does not do, or no more.
    EmptyAcks(bool),
    /// What a connect does.
    Replay(Replay),
}

/// Stands for one of several, however many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pick(pub u32);

impl Pick {
    /// The one, unless there is none.
    pub fn of<T: Copy>(self, several: &[T]) -> Option<T> {
        several.get((self.0 as usize).checked_rem(several.len())?).copied()
    }
}
