//! The stage of the desktop stories: the real programs in a private session, with a tray and a notification service that
//! say what they were told, and a window that is driven as a person would.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on should fail")]

mod agent;
mod compositor;
mod dock;
mod keys;
mod logind;
mod memory;
mod mutter;
mod notifications;
mod patience;
mod portal;
mod programs;
mod stage;
mod tray;
mod wake;
mod watcher;
mod window;

pub use agent::Agent;
pub use compositor::Compositor;
pub use dock::Dock;
pub use keys::Keys;
pub use logind::{Delay, Logind};
pub use memory::{Memory, Needle};
pub use mutter::Mutter;
pub use notifications::{Notifications, Toast};
pub use patience::eventually;
pub use portal::Portal;
pub use programs::program;
pub use stage::Stage;
pub use tray::{Look, Tray};
pub use wake::wake;
pub use window::Window;
