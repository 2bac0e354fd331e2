use std::time::Instant;

use bridge::Fault;
use jiff::Timestamp;

use crate::link::Ended;

/// When something happens: scheduled by the monotonic clock, shown by the wall clock.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// Never jumps.
    pub instant: Instant,
    /// What people read.
    pub wall: Timestamp,
    /// A random number in `0.0..1.0`.
    pub chance: f64,
}

/// What happened.
#[derive(Debug)]
pub enum Input {
    /// Time passed.
    Tick,
    /// The socket was accepted.
    Opened,
    /// A sign of life on the socket.
    Heard,
    /// So many pushed notifications came.
    Arrived(usize),
    /// So many notifications were kept that were not here before, pushed or fetched.
    Fresh(usize),
    /// The socket ended.
    Ended(Ended),
    /// A check found the stored set equal to the server's; so many actions are still unconfirmed.
    Agreed { pending: usize },
    /// A check failed, in words for the user.
    CheckFailed(Fault),
    /// A check succeeded, but what it found can't be kept.
    CheckBlocked(Fault),
    /// The server told on the socket that something changed.
    Hinted,
    /// The user did something that the server has to be told.
    Acted,
    /// A round of sending ended: so many actions were sent whose effect has to be looked for, and the next ones may be
    /// sent then.
    Sent { unverified: usize, next: Option<Instant> },
    /// A round of sending failed before its end.
    SendFailed,
    /// What was pushed can't be kept.
    Blocked(Fault),
    /// The computer woke or the network changed: an open socket may be dead without knowing.
    Woke,
    /// The user is back: whatever waits for its turn is tried at once.
    Returned,
    /// What is stored was locked: from now on the server is only asked for its count.
    Locked,
    /// The server told its count, while what is stored is locked; it may be ahead of the socket.
    Counted { behind: bool },
    /// What is stored is within reach again.
    Unlocked,
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Open the socket, letting go of one that is there.
    Open,
    /// Compare with the server: by its counts, or now and then by its rows, since counts don't see two changes that
    /// cancel each other out.
    Check { thorough: bool },
    /// Send what the outbox holds.
    Send,
    /// Give up checks and rounds that are under way: their connections may be dead.
    Renew,
}
