//! Stories of one desktop and one server, told through the real hub, engine and database.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on should fail")]

mod access_log;
mod actions;
mod bad_input;
mod capabilities;
mod damage;
mod delivery;
mod lists;
mod lock;
mod records;
mod retention;
mod roads;
mod self_check;
mod sessions;
mod snooze;
mod telling;
mod trouble;
