//! A toast on the screen, in the way of each platform: `Popup`, `hint` and `reads_markup`, and nothing else.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::{Popup, hint, reads_markup};

#[cfg(not(target_os = "linux"))]
mod native;
#[cfg(not(target_os = "linux"))]
pub use native::{Popup, hint, reads_markup};
