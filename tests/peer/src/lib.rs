//! The deployed server, rebuilt in Django from what was measured of it (`protocol.md`), with its faults at a switch.
//!
//! [`Peer::start`] brings up a Redis and a daphne of its own; both end with it. The Python project is in `server/`, its
//! environment is made by `cargo xtask setup`.

mod draft;
mod faults;
mod peer;
mod row;

pub use draft::Draft;
pub use faults::{Faults, LostUpdate, Replay};
pub use peer::{NewUser, Peer, SECRET_KEY};
pub use row::Row;
