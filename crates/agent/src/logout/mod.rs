//! Notices that the login session of this program is over: `heard`, and nothing else.
//!
//! Not every session ends what was started in it. An agent left behind would keep the next one from starting, and could
//! show nothing.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::heard;

#[cfg(not(target_os = "linux"))]
mod absent;
#[cfg(not(target_os = "linux"))]
pub use absent::heard;
