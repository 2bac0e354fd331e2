use anyhow::Result;
use bench::process::{Footprint, settled};
use peer::{Draft, NewUser, Peer};
use url::Url;
use uuid::Uuid;

use crate::our_hub::OurHub;

/// What everybody signs in with.
pub const PASSWORD: &str = "correct horse battery";

/// Who is measured.
#[expect(clippy::large_enum_variant, reason = "there is one at a time")]
pub enum Server {
    /// The hub's program, with SQLite.
    Hub(OurHub),
    /// The deployed server in Django, with SQLite and Redis.
    Peer(Peer),
}

impl Server {
    /// The address that a client is given.
    pub fn base_url(&self) -> Url {
        match self {
            Self::Hub(hub) => hub.base_url(),
            Self::Peer(peer) => peer.base_url(),
        }
    }

    /// What its process holds of the memory, in kB, once that has settled.
    pub async fn memory(&self) -> Result<u64> {
        let process = match self {
            Self::Hub(hub) => hub.process(),
            Self::Peer(peer) => peer.process(),
        };
        Ok(Footprint::of(&settled(process).await?).memory)
    }

    /// Adds somebody who can sign in.
    pub async fn add_user(&self, email: &str) -> Result<Uuid> {
        match self {
            Self::Hub(hub) => hub.add_user(email).await,
            Self::Peer(peer) => {
                peer.add_user(&NewUser { email, name: "Ada Nowak", password: PASSWORD, is_staff: false }).await
            }
        }
    }

    /// Sends one. To the hub by REST, as services do; the deployed server sends in its own process.
    pub async fn send(&self, receiver: Uuid, message: &str) -> Result<()> {
        match self {
            Self::Hub(hub) => hub.send(receiver, message).await,
            Self::Peer(peer) => peer.send(receiver, &Draft::new("SYSTEM", message)).await.map(drop),
        }
    }

    /// Sends so many as fast as it takes them.
    pub async fn burst(&self, receiver: Uuid, message: &str, times: usize) -> Result<()> {
        match self {
            Self::Hub(hub) => hub.burst(receiver, message, times).await,
            Self::Peer(peer) => peer.send_burst(receiver, &Draft::new("SYSTEM", message), times).await.map(drop),
        }
    }
}
