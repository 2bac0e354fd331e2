//! The mind of the desktop: signs in, catches up, listens, acts through the outbox and reconnects. It has no screen.
//!
//! [`start`] runs it on a thread of its own. What people see comes out as one [`bridge::Snapshot`] and as [`Effect`]s.

mod client;
mod toast;

pub use client::{Client, Setup, start};
pub use store::{MemoryVault, Vault, VaultError};
pub use toast::{Effect, Toast, ToastId};
