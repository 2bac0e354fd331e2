//! What the modules of TakeCare tell the hub: something was created, updated or deleted.

mod event;

pub use event::{Action, Event, Fields};
