use std::time::Duration;

use conformance::{OurHub, Server};
use peer::{Faults, Peer, Replay};
use tokio::time::sleep;

use crate::step::Quirk;

/// A server that can be in trouble.
#[allow(async_fn_in_trait, reason = "nobody needs these futures to be anything special")]
pub trait Site: Server {
    /// Goes away for so long, as far as it can.
    async fn restart(&mut self, away: Duration);
    /// Behaves otherwise, if it can.
    async fn quirk(&self, quirk: Quirk);
    /// Has no faults any more.
    async fn is_well(&self);
}

impl Site for OurHub {
    async fn restart(&mut self, away: Duration) {
        OurHub::restart(self, away).await;
    }

    async fn quirk(&self, _: Quirk) {}

    async fn is_well(&self) {}
}

impl Site for &Peer {
    /// Its Redis does: sockets end and are refused, REST goes on.
    async fn restart(&mut self, away: Duration) {
        self.lose_redis().unwrap();
        sleep(away).await;
        self.regain_redis().unwrap();
    }

    async fn quirk(&self, quirk: Quirk) {
        let faults = match quirk {
            Quirk::EmptyAcks(empty) => Faults { empty_acks: Some(empty), ..Faults::default() },
            Quirk::Replay(replay) => Faults { replay: Some(replay), ..Faults::default() },
        };
        self.faults(&faults).await.unwrap();
    }

    async fn is_well(&self) {
        self.quirk(Quirk::EmptyAcks(false)).await;
        self.quirk(Quirk::Replay(Replay::Off)).await;
    }
}
