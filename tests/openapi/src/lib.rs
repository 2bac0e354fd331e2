//! Whether the hub answers as its description (`crates/hub/openapi.json`) says, whatever is asked and whoever asks.
//!
//! [schemathesis](https://schemathesis.readthedocs.io) reads the description from a real hub, makes up requests of every
//! kind, well-formed and not, and looks at each answer. What it must know beyond the description stands in
//! `schemathesis.toml`. [`inspect`] lets it ask as one of [`Asker`].
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on should fail")]

mod asker;
mod clinic;
mod inspection;

pub use asker::Asker;
pub use clinic::Clinic;
pub use inspection::{Effort, inspect};
pub use services::Place;
