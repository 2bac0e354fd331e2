//! How fast the desktop is, beside a program that does the same job and beside the plainest way to do it, all in one run.
//!
//! A [`Clinic`] is the server: it does nothing but hand out what was prepared, so that the time is the desktop's. A
//! [`Desk`] is the real agent in a private session, whose notification service ([`Board`]) notes when a toast arrives.
//! The measures are [`start`], [`day`] ([`idle`], [`flood`], [`memory`], [`opening`]), [`latency`] and [`burst`] (with the
//! catch-up); the yardsticks are [`GotifyTray`], [`floor`], [`plain`] and a bare window; [`report`] puts them side by side.

mod bare;
mod board;
/// Ten thousand at once, and ten thousand missed.
pub mod burst;
mod clinic;
/// What befalls one agent, one thing after the other.
pub mod day;
mod desk;
/// A hundred thousand notifications.
pub mod flood;
/// What a toast costs without a program around it.
pub mod floor;
mod gotify;
mod gotify_tray;
mod icons;
/// What a program does while nothing happens.
pub mod idle;
/// From a frame to its toast.
pub mod latency;
mod line;
/// What search box and window take and give back.
pub mod memory;
/// From a click to the list.
pub mod opening;
/// What of all that is measured.
pub mod part;
mod patience;
/// The plainest way to keep what a server tells: no sealing, no checks, no toasts.
pub mod plain;
/// What running processes take.
pub mod process;
mod program;
/// The tables.
pub mod report;
/// From the start of a program to its icon.
pub mod start;

pub use board::{Board, Call};
pub use clinic::Clinic;
pub use desk::Desk;
pub use gotify_tray::GotifyTray;
pub use program::Program;
pub use yardstick::Times;
