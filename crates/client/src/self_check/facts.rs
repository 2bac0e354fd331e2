use std::net::IpAddr;
use std::time::Duration;

use bridge::{Fault, Gap, Link, Snapshot};
use jiff::{SignedDuration, Timestamp};
use protocol::Capability;
use reqwest::dns::Name;
use tokio::time::timeout;

use crate::account::Account;
use crate::desk::Desk;
use crate::error::ServerError;
use crate::link::Ended;
use crate::network::Network;
use crate::rest::Rest;
use crate::server::Server;

/// How long a server may take for one question of a self-check.
const PATIENCE: Duration = Duration::from_secs(10);

/// All that a self-check goes by.
pub struct Facts {
    /// Whether the administrator's settings can be used.
    pub policy: Result<(), Fault>,
    /// Whether the keyring answers.
    pub keyring: Result<(), Fault>,
    /// Why nothing can be kept, if so.
    pub blocked: Option<Fault>,
    /// What the server and the way to it said; none without an account.
    pub asked: Option<Asked>,
    /// What is here; none without an account.
    pub held: Option<Held>,
}

/// What a server and the way to it said.
pub struct Asked {
    /// Which server.
    pub server: Server,
    /// The proxy on the way.
    pub proxy: Option<String>,
    /// Where its name leads, if it has one and no proxy looks it up.
    pub addresses: Option<Vec<IpAddr>>,
    /// Whether only the administrator's own certificate authorities vouch for it.
    pub by_extra_authority: bool,
    /// What it says it can do, or what stood in the way.
    pub capabilities: Result<Vec<Capability>, ServerError>,
    /// What it answered to the session; none without one, or when the server can't be asked at all.
    pub session: Option<Result<Newest, ServerError>>,
    /// How far its clock is ahead of ours, where it shows it.
    pub ahead: Option<SignedDuration>,
}

/// The newest rows of the server.
#[derive(Debug, Clone, Copy)]
pub struct Newest {
    /// How many were looked at.
    pub rows: usize,
    /// How many of them the server has not delivered to any socket.
    pub undelivered: usize,
}

/// What is here.
pub struct Held {
    /// How things stand.
    pub link: Link,
    /// How the last socket ended, while somebody is signed in.
    pub ended: Option<Ended>,
    /// When the stored set was last the server's.
    pub checked: Option<Timestamp>,
    /// Since when nothing was missed.
    pub covered_since: Option<Timestamp>,
    /// The last gap that was closed.
    pub gap: Option<Gap>,
    /// Actions that the server has not confirmed.
    pub pending: u32,
    /// Actions that it refused for good, if that could be read.
    pub refused: Option<u32>,
}

impl Held {
    pub fn of(desk: &mut Desk, state: &Snapshot) -> Self {
        Self {
            link: state.link.clone(),
            ended: desk.online.as_ref().and_then(|online| online.ended.clone()),
            checked: state.checked,
            covered_since: state.covered_since,
            gap: state.gap.clone(),
            pending: state.pending,
            refused: desk.opened().ok().and_then(|opened| opened.store.refused().ok()),
        }
    }
}

impl Asked {
    /// Asks; the session only of a server that is TakeCare.
    pub async fn gather(account: Account, network: &Network) -> Self {
        let server = account.server;
        let proxy = network.proxy(&server).map(|proxy| proxy.uri().to_string());
        let addresses = match &proxy {
            None => addresses(network, &server).await,
            Some(_) => None,
        };
        let mut asked = Self {
            proxy,
            addresses,
            by_extra_authority: false,
            capabilities: capabilities(&server, network).await,
            session: None,
            ahead: None,
            server: server.clone(),
        };
        if let (Ok(_), Ok(rest)) = (&asked.capabilities, Rest::new(server.clone(), network)) {
            asked.by_extra_authority = only_extra(&server, network).await;
            asked.ahead = soon(rest.clock()).await.ok().flatten().map(|clock| clock.duration_since(Timestamp::now()));
            if let Some(cookies) = &account.cookies {
                asked.session = Some(soon(rest.first_page(cookies)).await.map(|page| Newest {
                    rows: page.results.len(),
                    undelivered: page.results.iter().filter(|row| row.delivered_at.is_none()).count(),
                }));
            }
        }
        asked
    }
}

async fn capabilities(server: &Server, network: &Network) -> Result<Vec<Capability>, ServerError> {
    let rest = Rest::new(server.clone(), network)?;
    soon(rest.status()).await.map(|status| status.capabilities)
}

/// Whether the server is trusted, but not by the operating system.
async fn only_extra(server: &Server, network: &Network) -> bool {
    match network.without_authorities() {
        Some(bare) if server.is_encrypted() => capabilities(server, &bare).await == Err(ServerError::Certificate),
        _ => false,
    }
}

/// `None` when it has no name, or one that nobody knows; asking it says why.
async fn addresses(network: &Network, server: &Server) -> Option<Vec<IpAddr>> {
    let name: Name = server.name()?.parse().ok()?;
    let found = timeout(PATIENCE, network.names().resolve(name)).await.ok()?.ok()?;
    Some(found.map(|address| address.ip()).collect())
}

async fn soon<T>(question: impl Future<Output = Result<T, ServerError>>) -> Result<T, ServerError> {
    timeout(PATIENCE, question).await.unwrap_or(Err(ServerError::TimedOut))
}
