//! Somebody at a client, as the tests of every server need them: a browser that keeps cookies and opens sockets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on should fail")]

mod socket;
mod visitor;

pub use socket::Socket;
pub use visitor::{Visitor, answer};

use std::time::Duration;

/// How long anything may take on a busy machine before a story fails.
pub const PATIENCE: Duration = Duration::from_secs(40);
