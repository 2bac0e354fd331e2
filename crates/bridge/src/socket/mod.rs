//! The local socket of each platform: `listen`, `accept`, `connect`, `folder`, `make_folder`, and nothing else.

#[cfg(unix)]
mod unix;
#[cfg(unix)]
pub use unix::{Socket, Stream, connect, folder, listen, make_folder};

#[cfg(windows)]
mod windows;
#[cfg(windows)]
pub use windows::{Socket, Stream, connect, folder, listen, make_folder};
