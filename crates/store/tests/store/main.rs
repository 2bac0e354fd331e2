//! The store on a real database in a folder of its own.
#![allow(clippy::unwrap_used, reason = "a test that can't go on should fail")]

mod access_log;
mod canary;
mod child;
mod flips;
mod follow_up;
mod full;
mod glance;
mod histories;
mod inbox;
mod kills;
mod moved;
mod neighbours;
mod outbox;
mod page;
mod pin;
mod released;
mod rescue;
mod retention;
mod rotation;
mod sealed;
mod search;
mod snooze;
mod ward;
