//! The hands of the desktop: the resident program with its tray and toasts, and the command line that asks it.
pub mod badge;
pub mod desk;
mod digits;
pub mod door;
pub mod face;
pub mod icons;
pub mod keyring;
pub mod kind;
pub mod paths;
pub mod seat;
mod text;
pub mod window;
mod words;
