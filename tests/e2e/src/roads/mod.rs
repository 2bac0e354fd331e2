//! What lies between a desktop and its server in a clinic.

mod front;
mod gateway;
mod names;
mod relay;

pub use front::Front;
pub use gateway::{Gateway, Manner};
pub use names::Names;
pub use relay::Relay;
