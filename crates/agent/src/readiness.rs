use std::io::{self, ErrorKind};
use std::os::fd::BorrowedFd;
use std::os::unix::net;

use tokio::io::Interest;
use tokio::net::UnixStream;

/// When a library's own socket has something to read; the library reads.
pub struct Readiness(UnixStream);

impl Readiness {
    /// Of this socket.
    ///
    /// # Errors
    /// When it can't be waited on.
    pub fn of(socket: BorrowedFd<'_>) -> io::Result<Self> {
        let socket = net::UnixStream::from(socket.try_clone_to_owned()?);
        socket.set_nonblocking(true)?;
        Ok(Self(UnixStream::from_std(socket)?))
    }

    /// Waits until there is something. All of it is to be read then: the same is not told again.
    ///
    /// # Errors
    /// When it can't be waited on any more.
    pub async fn next(&self) -> io::Result<()> {
        self.0.readable().await?;
        // Forgotten before the library looks: what comes after that look makes it readable again.
        let _: io::Result<()> = self.0.try_io(Interest::READABLE, || Err(ErrorKind::WouldBlock.into()));
        Ok(())
    }
}
