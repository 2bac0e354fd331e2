//! A private desktop session: X server, bus, keyring, panel; its own home, gone when dropped.
//!
//! [`Session::open`] brings up what is asked for and returns when it is *seen* to be ready. [`Session::command`] runs a
//! program in it. Nothing of the caller's own session gets in, and nothing is left behind ([`Keeper`]).

mod bus;
mod display;
mod keeper;
mod keyring;
mod panel;
mod patience;
mod python;
mod session;
mod toasts;
mod webdriver;

pub use keeper::Keeper;
pub use patience::{PATIENCE, until};
pub use python::environment;
pub use session::{Part, Session};
