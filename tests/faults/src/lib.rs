//! The fault table as a suite: bad weather between the desktop and a server, and what must be true after it.
//!
//! A [`Proxy`] stands in the client's way to a server. Its [`Weather`] can be switched at any moment, for REST and the
//! socket apart, and its [`Traffic`] tells what the client asked of the server.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on should fail")]

mod connection;
mod frames;
mod lane;
mod proxy;
mod requests;
mod sky;
mod traffic;

pub use proxy::Proxy;
pub use sky::{Road, Weather};
pub use traffic::{Call, Traffic};
