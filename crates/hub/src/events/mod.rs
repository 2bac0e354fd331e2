//! What the modules of TakeCare tell the hub: something was created, updated or deleted.

mod event;
mod facts;
mod queue;
mod tables;
mod worker;

pub use event::{Action, Event, Fields};
pub use queue::EventCounts;
pub use worker::{at_once, work};
