//! Keeps other programs of the same user out of this process's memory, as far as the platform can: `harden`, and nothing
//! else.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::harden;

#[cfg(not(target_os = "linux"))]
mod absent;
#[cfg(not(target_os = "linux"))]
pub use absent::harden;
