use std::fs::{File, TryLockError};
use std::io;

use futures_util::{SinkExt, StreamExt};
use tokio_util::codec::{Framed, LinesCodec};

use crate::socket::{self, Socket, Stream};
use crate::{Address, Call, Hello, LONGEST_LINE, Message};

/// The agent's side of the socket. While it lives, no other agent of this profile can listen.
pub struct Listener {
    socket: Socket,
    _lock: File,
}

/// Why the agent can't listen.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Another agent of this profile is running: it should be asked to show itself.
    #[error("TakeCare is running already")]
    AlreadyRunning,
    /// The folder or the socket can't be made.
    #[error("can't listen at {path}: {source}")]
    Io {
        /// Where.
        path: std::path::PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Listener {
    /// Takes the place of the one agent.
    ///
    /// # Errors
    /// [`ListenError::AlreadyRunning`] when it is taken.
    pub fn bind(address: &Address) -> Result<Self, ListenError> {
        let failed = |source| ListenError::Io { path: address.0.clone(), source };
        let lock_path = address.0.with_extension("lock");
        if let Some(folder) = address.0.parent() {
            socket::make_folder(folder).map_err(failed)?;
        }
        let lock = File::options().create(true).truncate(false).write(true).open(lock_path).map_err(failed)?;
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => Err(ListenError::AlreadyRunning),
            Err(TryLockError::Error(error)) => Err(failed(error)),
            Ok(()) => Ok(Self { socket: socket::listen(&address.0).map_err(failed)?, _lock: lock }),
        }
    }

    /// The next caller, its greeting not yet read.
    ///
    /// # Errors
    /// When the operating system refuses; the next call may work.
    pub async fn accept(&mut self) -> io::Result<Peer> {
        let stream = self.socket.accept().await?;
        Ok(Peer { lines: Framed::new(stream, LinesCodec::new_with_max_length(LONGEST_LINE)) })
    }
}

/// Somebody who talks to the agent.
pub struct Peer {
    lines: Framed<Stream, LinesCodec>,
}

impl Peer {
    /// Its greeting; `None` when it went or said something else.
    pub async fn hello(&mut self) -> Option<Hello> {
        self.line().await
    }

    /// Its next call; `None` when it went or said something else.
    pub async fn call(&mut self) -> Option<Call> {
        self.line().await
    }

    async fn line<T: serde::de::DeserializeOwned>(&mut self) -> Option<T> {
        let line = self.lines.next().await?.ok()?;
        serde_json::from_str(&line).ok()
    }

    /// Says something to it.
    ///
    /// # Errors
    /// When it went.
    pub async fn say(&mut self, message: &Message) -> io::Result<()> {
        let line = serde_json::to_string(message)?;
        self.lines.send(line).await.map_err(io::Error::other)
    }
}
