//! What the system and the desktop tell of computer, session and user, as far as the platform says.
#![cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "there nothing tells yet"))]

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::run;

#[cfg(not(target_os = "linux"))]
mod absent;
#[cfg(not(target_os = "linux"))]
pub use absent::run;

use tokio::sync::{mpsc, oneshot};

/// Something that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// The computer woke, or its network came: an open socket may be dead without knowing.
    Woke,
    /// The computer is about to sleep, and waits until this was heard.
    Sleeps,
    /// The desktop was locked.
    SessionLocked,
    /// The desktop was unlocked.
    SessionUnlocked,
    /// Another user is in front of the computer.
    SessionLeft,
    /// For the time that was asked for, nobody touched the computer.
    Idle,
}

/// Where signs arrive, each with a way back: somebody may wait until everything is done that follows from it.
pub type Signs = mpsc::Receiver<(Sign, oneshot::Sender<()>)>;

/// Tells signs.
pub struct Herald(mpsc::Sender<(Sign, oneshot::Sender<()>)>);

impl Herald {
    /// Tells, and returns when what follows from it is done.
    pub async fn tell(&self, sign: Sign) {
        tracing::debug!(?sign, "a sign");
        let (done, heard) = oneshot::channel();
        if self.0.send((sign, done)).await.is_err() || heard.await.is_err() {
            tracing::debug!("nobody hears signs any more");
        }
    }
}

/// From those who tell to the one who acts.
pub fn road() -> (Herald, Signs) {
    let (tell, signs) = mpsc::channel(8);
    (Herald(tell), signs)
}
