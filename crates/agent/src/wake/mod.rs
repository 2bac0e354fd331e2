//! Tells the client what happens to the computer, as far as the platform says: `run`, and nothing else.
//!
//! The client notices a sleep by the clocks as well; being told is only faster.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::run;

#[cfg(not(target_os = "linux"))]
mod absent;
#[cfg(not(target_os = "linux"))]
pub use absent::run;
