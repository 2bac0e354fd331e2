//! What this desktop offers, for a self-check: a place for the icon and somebody who shows toasts. `findings`, and nothing
//! else.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::{findings, has_panel};

#[cfg(not(target_os = "linux"))]
mod absent;
#[cfg(not(target_os = "linux"))]
pub use absent::findings;
