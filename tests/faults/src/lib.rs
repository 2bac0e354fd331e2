//! The fault table as a suite: bad weather between the desktop and a server, and what must be true after it.
//!
//! A [`Proxy`] stands in the client's way to a server. Its [`Weather`] can be switched at any moment, for REST and the
//! socket apart, and its [`Traffic`] tells what the client asked of the server.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on should fail")]

mod clinic;
mod connection;
mod frames;
mod inbox;
mod lane;
mod outcome;
mod proxy;
mod requests;
mod screen;
mod sky;
mod tls;
mod traffic;
mod way;

pub use clinic::{CONVERGED, Clinic};
pub use outcome::Outcome;
pub use proxy::Proxy;
pub use screen::Screen;
pub use sky::{Road, Weather};
pub use traffic::{Call, Traffic};
pub use way::{Names, Way};

use std::time::Duration;

/// How long anything may take on a busy machine before a story fails.
pub const PATIENCE: Duration = Duration::from_secs(40);
