//! The hub as a client meets it: a real server on a free port, real sockets, a real database.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod commands;
mod list;
mod one;
mod patience;
mod refusals;
mod replay;
mod sign_in;
mod socket;
mod visitor;
mod ward;
