//! Sections 1 to 5 of `protocol.md` and the capabilities beyond them, on the peer and on our hub.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on should fail")]

mod action_ids;
mod changes;
mod commands;
mod faults;
mod list;
mod live_changes;
mod one;
mod others;
mod receipts;
mod refusals;
mod replay;
mod secure;
mod sign_in;
mod socket;
