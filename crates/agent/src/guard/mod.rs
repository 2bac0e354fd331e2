//! Locks by itself: when nobody touches the computer, with the desktop's own lock, before sleep, when another user comes.
//!
//! [`crate::signs`] and [`crate::idle`] tell what happens, [`decide`] says what follows, and [`run`] does it.

mod decide;
mod triggers;

use std::sync::Arc;
use std::time::Duration;

use bridge::settings::Settings;
use bridge::{Link, Pin, Request, Snapshot};
use client::{By, Client, Stir};
use tokio::sync::watch;
use tokio::time::timeout;

use crate::idle;
use crate::signs::{self, Sign, Signs};
use decide::{Deed, Place, decide};
pub use triggers::Triggers;

/// Time for the window to go: a system that wants to sleep waits five seconds at most (logind's `InhibitDelayMaxSec`).
const PATIENCE: Duration = Duration::from_secs(4);

/// Watches, and locks and unlocks, for as long as it is polled. `within_reach` becomes false when the window has gone
/// with what it showed.
pub async fn run(client: Client, within_reach: watch::Receiver<bool>, settings: watch::Receiver<Arc<Settings>>) {
    let (herald, signs) = signs::road();
    let guard = Guard {
        snapshots: client.snapshots(),
        client,
        within_reach,
        settings: settings.clone(),
        locked_by_itself: false,
    };
    tokio::join!(guard.work(signs), signs::run(&herald), idle::run(settings, &herald));
}

struct Guard {
    client: Client,
    snapshots: watch::Receiver<Arc<Snapshot>>,
    /// Whether a window may still show what is stored.
    within_reach: watch::Receiver<bool>,
    settings: watch::Receiver<Arc<Settings>>,
    /// Whether what is locked now was locked here, and by nobody's hand.
    locked_by_itself: bool,
}

impl Guard {
    async fn work(mut self, mut signs: Signs) {
        self.wait_for_the_place().await;
        loop {
            tokio::select! {
                Some((sign, done)) = signs.recv() => {
                    self.hear(sign).await;
                    // Whoever told may have gone meanwhile.
                    let _ = done.send(());
                }
                Ok(()) = self.snapshots.changed() => {
                    self.look();
                }
                else => return,
            }
        }
    }

    /// What an earlier run left is opened first: a desktop that is locked already must find something to lock.
    async fn wait_for_the_place(&mut self) {
        let known = |state: &Arc<Snapshot>| state.account.is_some() || !matches!(state.link, Link::Connecting);
        if self.snapshots.wait_for(known).await.is_err() {
            tracing::debug!("the client has ended before it began");
        }
    }

    async fn hear(&mut self, sign: Sign) {
        let triggers = Triggers::from(&**self.settings.borrow());
        let place = self.look();
        match decide(sign, triggers, place) {
            Some(Deed::Lock(by)) => self.lock(by, place).await,
            Some(Deed::Unlock) => self.unlock().await,
            None => {}
        }
        if let Some(stir) = stir(sign) {
            self.client.stirred(stir).await;
        }
    }

    /// How the place stands. Once it is open, it no longer matters who had locked it.
    fn look(&mut self) -> Place {
        let state = self.snapshots.borrow_and_update();
        self.locked_by_itself &= state.lock.locked;
        match (&state.account, state.lock.locked) {
            (None, _) => Place::Nobodys,
            (Some(_), false) => Place::Open,
            (Some(_), true) => {
                Place::Locked { by_itself: self.locked_by_itself, needs_pin: state.lock.pin != Pin::None }
            }
        }
    }

    /// Returns when keys and texts have left the memory, and the window the screen.
    async fn lock(&mut self, by: By, place: Place) {
        match self.client.clone().by(Some(by)).ask(Request::Lock).await {
            Ok(_) => self.locked_by_itself |= place == Place::Open,
            Err(fault) => return tracing::error!("TakeCare could not lock by itself: {fault}"),
        }
        if timeout(PATIENCE, self.within_reach.wait_for(|reach| !reach)).await.is_err() {
            tracing::error!("the window stays though TakeCare is locked");
        }
    }

    async fn unlock(&mut self) {
        let unlock = Request::Unlock { pin: None };
        if let Err(fault) = self.client.clone().by(Some(By::System)).ask(unlock).await {
            tracing::warn!("TakeCare could not unlock with the desktop: {fault}");
        }
    }
}

/// What the client wants to know of it.
fn stir(sign: Sign) -> Option<Stir> {
    match sign {
        Sign::Woke => Some(Stir::Woke),
        Sign::SessionUnlocked => Some(Stir::Returned),
        Sign::Idle | Sign::Sleeps | Sign::SessionLocked | Sign::SessionLeft => None,
    }
}
