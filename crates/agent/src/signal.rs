//! The operating system's wish that the program ends.

#[cfg(not(unix))]
pub use other::Endings;
#[cfg(unix)]
pub use unix::Endings;

#[cfg(unix)]
mod unix {
    use tokio::signal::unix::{Signal, SignalKind, signal};

    /// SIGTERM, as from a session that ends, and SIGINT, as from a terminal.
    pub struct Endings {
        terminate: Signal,
        interrupt: Signal,
    }

    impl Endings {
        /// Listens from now on.
        pub fn new() -> std::io::Result<Self> {
            Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
        }

        /// Waits for one.
        pub async fn heard(&mut self) {
            tokio::select! {
                _ = self.terminate.recv() => {}
                _ = self.interrupt.recv() => {}
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
