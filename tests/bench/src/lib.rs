//! How fast the desktop is, beside a program that does the same job and beside the plainest way to do it, all in one run.
//!
//! A [`Clinic`] is the server: it does nothing but hand out what was prepared, so that the time is the desktop's. A
//! [`Desk`] is the real agent in a private session, whose notification service ([`Board`]) notes when a toast arrives.
//! The measures are [`latency`], [`burst`] (with the catch-up and the idle time after it); the yardsticks are
//! [`GotifyTray`], [`floor`] and [`plain`]; [`report`] puts them side by side.

mod board;
/// Ten thousand at once, ten thousand missed, and the quiet after it.
pub mod burst;
mod clinic;
mod desk;
/// What a toast costs without a program around it.
pub mod floor;
mod gotify;
mod gotify_tray;
/// From a frame to its toast.
pub mod latency;
mod line;
mod patience;
/// The plainest way to keep what a server tells: no sealing, no checks, no toasts.
pub mod plain;
/// The table.
pub mod report;

pub use board::{Board, Call};
pub use clinic::Clinic;
pub use desk::Desk;
pub use gotify_tray::GotifyTray;
pub use yardstick::Times;
