//! A connection to an X server whose events are waited for without a thread.

use std::io;
use std::os::fd::AsFd;

use x11rb::connection::Connection as _;
use x11rb::errors::{ConnectError, ConnectionError, ReplyError, ReplyOrIdError};
use x11rb::protocol::Event;
use x11rb::rust_connection::RustConnection;

use crate::readiness::Readiness;

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
    socket: Readiness,
}

impl Events {
    /// Of this connection.
    ///
    /// # Errors
    /// When its socket can't be waited on.
    pub fn of(server: RustConnection) -> Result<Self, ScreenError> {
        let socket = Readiness::of(server.stream().as_fd())?;
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
            self.socket.next().await?;
        }
    }
}
