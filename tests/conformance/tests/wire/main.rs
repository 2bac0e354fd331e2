//! Sections 1 to 5 of `protocol.md`, on the peer and on our hub.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on should fail")]

mod commands;
mod faults;
mod list;
mod one;
mod others;
mod refusals;
mod replay;
mod sign_in;
mod socket;
