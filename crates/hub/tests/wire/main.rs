//! What only our hub does: a real server on a free port, real sockets, a real database. The wire that it shares with the
//! deployed server is proven by `tests/conformance`.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[macro_use]
extern crate services;

mod away;
mod changes;
mod commands;
mod events;
mod flood;
mod guide;
mod hostile;
mod intruders;
mod one;
mod patience;
mod posting;
mod replay;
mod retention;
mod ringing;
mod samples;
mod sending;
mod sensitive;
mod sign_in;
mod socket;
mod ward;
mod watch;
