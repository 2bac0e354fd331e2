//! The tray icon of each platform, and the window where there is none: `run`, `stand_in`, and nothing else.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
mod stand_in;
#[cfg(target_os = "linux")]
pub use linux::run;
#[cfg(target_os = "linux")]
pub use stand_in::stand_in;

#[cfg(not(target_os = "linux"))]
mod absent;
#[cfg(not(target_os = "linux"))]
pub use absent::{run, stand_in};
