//! The stage of the end-to-end stories: a real hub on a free port, and desktops whose engine and database are real.
//! Only the keyring is one in memory, and there is no screen: toasts arrive in a list.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on should fail")]

mod desk;
mod detour;
mod porter;
mod roads;
mod ward;

pub use desk::Desk;
pub use detour::Detour;
pub use porter::Porter;
pub use roads::{Front, Gateway, Manner, Names, Relay};
pub use ward::Ward;

use std::time::Duration;

/// How long anything may take on a busy machine before a story fails.
pub const PATIENCE: Duration = Duration::from_secs(40);

/// The password of everybody here.
pub const PASSWORD: &str = "correct horse battery staple";
/// The receptionist.
pub const ADA: &str = "ada@ward.example";
