//! A connection to an X server whose events are waited for without a thread.

use std::io::{self, ErrorKind};
use std::os::fd::AsFd;

use tokio::io::Interest;
use tokio::net::UnixStream;
use tokio::task::spawn_blocking;
use x11rb::connection::Connection as _;
use x11rb::errors::{ConnectError, ConnectionError, ReplyError, ReplyOrIdError};
use x11rb::protocol::Event;
use x11rb::rust_connection::RustConnection;

/// Why an X server does not do what it is asked for.
#[derive(Debug, thiserror::Error)]
pub enum ScreenError {
    /// It can't be reached.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// It is gone.
    #[error(transparent)]
    Connection(#[from] ConnectionError),
    /// It refuses.
    #[error(transparent)]
    Reply(#[from] ReplyError),
    /// It refuses, or has no more names to give.
    #[error(transparent)]
    ReplyOrId(#[from] ReplyOrIdError),
    /// It does not know when somebody touched it.
    #[error("it does not count idle time")]
    NoCounter,
    /// Its socket can't be waited on.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Events of a server.
pub struct Events {
    server: RustConnection,
    /// Only waited on: the library reads.
    socket: UnixStream,
}

impl Events {
    /// Of this connection.
    ///
    /// # Errors
    /// When its socket can't be waited on.
    pub fn of(server: RustConnection) -> Result<Self, ScreenError> {
        let socket = server.stream().as_fd().try_clone_to_owned()?;
        let socket = UnixStream::from_std(socket.into())?;
        Ok(Self { server, socket })
    }

    /// The next one.
    ///
    /// # Errors
    /// When the server is gone.
    pub async fn next(&self) -> Result<Event, ScreenError> {
        loop {
            if let Some(event) = self.server.poll_for_event()? {
                return Ok(event);
            }
            self.socket.readable().await?;
            // Forgotten before the next look: what comes after that look makes it readable again.
            let _: io::Result<()> = self.socket.try_io(Interest::READABLE, || Err(ErrorKind::WouldBlock.into()));
        }
    }
}

/// Does something with the library that waits for answers, on a thread of its own.
///
/// # Errors
/// What that says.
pub async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ScreenError> + Send + 'static,
) -> Result<T, ScreenError> {
    spawn_blocking(work).await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
}
