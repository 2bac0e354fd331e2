//! Toasts on the screen, in the way of each platform: `Popups`, the `Popup` that one of them is, and nothing else.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::{Popup, Popups};

#[cfg(not(target_os = "linux"))]
mod native;
#[cfg(not(target_os = "linux"))]
pub use native::{Popup, Popups};

/// What became of a toast.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "there nobody tells"))]
pub enum Response {
    /// This action was chosen in it.
    Chosen(String),
    /// It is no longer on the screen.
    Closed,
}
