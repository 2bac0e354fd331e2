//! The hands of the desktop: the resident program with its tray and toasts, and the command line that asks it.
//!
//! Everything that people ask for, by socket, tray or toast, is put on one [`desk::Desk`]; the loop in [`resident`]
//! answers. Everything that is shown follows from the client's snapshots and effects: nothing is decided here.

/// How memory is given back.
pub mod allocator;
#[cfg(target_os = "linux")]
mod aside;
/// Starting with the login session.
pub mod autostart;
/// The tray icon, drawn.
pub mod badge;
mod check;
/// The words of the command line.
pub mod cli;
/// What each command does.
pub mod command;
/// Where requests arrive.
pub mod desk;
/// The number in the dock.
pub mod dock;
/// Where window and command line come in.
pub mod door;
/// What the tray shows, derived from a snapshot.
pub mod face;
mod guard;
/// What keeps other programs out of our memory.
pub mod hardening;
mod hotkeys;
/// Icons for toasts, as files.
pub mod icons;
mod idle;
/// The operating system's keyring.
pub mod keyring;
/// Names and drawings of the types.
pub mod kind;
/// What the agent notes for those who help.
pub mod log;
#[cfg(unix)]
mod logout;
mod moment;
mod notice;
/// Where data lives.
pub mod paths;
mod pins;
mod popup;
mod print;
#[cfg(target_os = "linux")]
mod readiness;
#[cfg(windows)]
mod registry;
/// The resident program.
pub mod resident;
/// The place of the one window.
pub mod seat;
/// What user and administrator have set.
pub mod settings;
mod signal;
mod signs;
/// Reaching the agent, starting it if need be.
pub mod start;
/// What those who help are given.
pub mod support;
mod surroundings;
mod text;
/// Toasts.
pub mod toaster;
/// The language that is spoken.
pub mod tongue;
/// The tray icon, shown.
pub mod tray;
/// The window's process.
pub mod window;
mod words;
#[cfg(target_os = "linux")]
mod x11;
