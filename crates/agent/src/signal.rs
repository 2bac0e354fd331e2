//! The operating system's wish that the program ends.

#[cfg(not(unix))]
pub use other::Endings;
#[cfg(unix)]
pub use unix::Endings;

#[cfg(unix)]
mod unix {
    use tokio::signal::unix::{Signal, SignalKind, signal};
    use tokio_util::task::AbortOnDropHandle;

    use crate::logout;

    /// SIGTERM, as from a session that ends, SIGINT, as from a terminal, and a session that ended without a word.
    pub struct Endings {
        terminate: Signal,
        interrupt: Signal,
        logout: AbortOnDropHandle<()>,
    }

    impl Endings {
        /// Listens from now on.
        pub fn new() -> std::io::Result<Self> {
            let (terminate, interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
            Ok(Self { terminate, interrupt, logout: AbortOnDropHandle::new(tokio::spawn(logout::heard())) })
        }

        /// Waits for one.
        pub async fn heard(&mut self) {
            tokio::select! {
                _ = self.terminate.recv() => {}
                _ = self.interrupt.recv() => {}
                _ = &mut self.logout => {}
            }
        }
    }
}

#[cfg(not(unix))]
mod other {
    /// Ctrl+C.
    pub struct Endings;

    impl Endings {
        /// Listens from now on.
        pub fn new() -> std::io::Result<Self> {
            Ok(Self)
        }

        /// Waits for one.
        pub async fn heard(&mut self) {
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending().await
            }
        }
    }
}
