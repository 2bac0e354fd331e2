//! The hatch between the agent and whoever shows or steers it: the window and the command line.
//!
//! [`Request`]s go in, [`Answer`]s and [`Event`]s come out, as lines of JSON over a socket that only this user can open
//! ([`Listener`], [`connect`]). The agent decides everything; nothing here opens a database or holds a key.
//! The window's TypeScript types are generated from these (`cargo xtask bindings`), so the words must stay the same on
//! both sides: ids are strings there, and no number is wider than 32 bits.

mod access;
mod address;
#[cfg(test)]
mod bindings;
mod connection;
mod fault;
mod finding;
mod listener;
mod message;
mod password;
mod request;
mod row;
mod said;
pub mod settings;
mod snapshot;
mod socket;
mod view;

pub use access::{Access, AccessLog};
pub use address::{Address, BadProfile, Profile};
pub use connection::{Caller, ConnectError, Events, connect};
pub use fault::{Fault, FaultCode};
pub use finding::{Finding, Topic, Verdict};
pub use listener::{ListenError, Listener, Peer};
pub use message::{Answer, Call, Event, Hello, Message, Role};
pub use password::Password;
pub use request::{Arrivals, Cursor, Filter, Page, Request};
pub use row::{FollowUp, Refused, Related, Row, Status, Waiting};
pub use snapshot::{Account, Gap, KindCount, Link, Lock, Pin, Snapshot};
pub use view::View;

/// Longest line either side accepts, in bytes. A full page of very long messages must fit.
pub const LONGEST_LINE: usize = 64 * 1024 * 1024;
