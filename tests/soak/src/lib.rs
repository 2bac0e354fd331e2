//! A long day of random faults, all from one seed: the real agent in a private desktop session, behind a network with
//! weather, against the peer or our hub. Things are pushed, written down, read and deleted on both sides; the agent is
//! killed at any moment. From time to time all faults end, and then nothing may be missed and nothing said twice.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on should fail")]
#![allow(clippy::print_stdout, reason = "it tells people at a terminal what it does")]

mod book;
mod clinic;
mod diary;
mod plan;
mod scene;
mod script;
mod site;
mod step;
mod toasts;
mod user;

pub use plan::{Plan, Which};
pub use scene::run;
