use std::net::SocketAddr;
use std::time::Duration;

use hub::{Hub, Pace, UserId};
use tokio::time::sleep;
use url::Url;

use crate::{Balancer, Place, Site};

/// Running hubs that serve one site at one address.
pub struct Hubs {
    site: Site,
    pace: Pace,
    hubs: Vec<Hub>,
    /// Where they listen, or did.
    addresses: Vec<SocketAddr>,
    balancer: Option<Balancer>,
}

impl Hubs {
    /// Starts those of a place.
    pub async fn start(place: Place) -> Self {
        Self::start_at(place, Pace::default()).await
    }

    /// The same with sockets that wait shorter or longer.
    pub async fn start_at(place: Place, pace: Pace) -> Self {
        Self::on(place.site(), place.hubs(), pace).await
    }

    /// Starts so many on a site.
    pub async fn on(site: Site, count: usize, pace: Pace) -> Self {
        let anywhere = vec!["127.0.0.1:0".parse().unwrap(); count];
        let mut this = Self { site, pace, hubs: Vec::new(), addresses: anywhere, balancer: None };
        this.come_back().await;
        if count > 1 {
            this.balancer = Some(Balancer::before(this.addresses.clone()).await);
        }
        this
    }

    /// Starts one more on this site, at an address of its own.
    pub async fn another(&self) -> Hub {
        self.hub_at("127.0.0.1:0".parse().unwrap()).await
    }

    async fn hub_at(&self, listen: SocketAddr) -> Hub {
        Hub::serve(self.site.office().await.unwrap(), listen, self.pace).await.unwrap()
    }

    /// Where they keep what they know.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The one that is spoken to directly.
    pub fn first(&self) -> &Hub {
        self.hubs.first().expect("the hubs are away")
    }

    /// All of them.
    pub fn all(&self) -> &[Hub] {
        &self.hubs
    }

    /// The address for clients.
    pub fn base_url(&self) -> Url {
        format!("http://{}/", self.address()).parse().unwrap()
    }

    /// The same as a socket address.
    pub fn address(&self) -> SocketAddr {
        self.balancer.as_ref().map_or(self.addresses[0], Balancer::address)
    }

    /// How many sockets of a user are open, on all of them.
    pub fn sockets_of(&self, user: UserId) -> usize {
        self.hubs.iter().map(|hub| hub.sockets_of(user)).sum()
    }

    /// Ends them, and starts them again where they were after so long.
    pub async fn restart(&mut self, away: Duration) {
        self.go_away().await;
        sleep(away).await;
        self.come_back().await;
    }

    /// Ends them: nobody answers where they were.
    pub async fn go_away(&mut self) {
        for hub in self.hubs.drain(..) {
            hub.stop().await.unwrap();
        }
    }

    /// Starts them again; for clients they are where they were.
    pub async fn come_back(&mut self) {
        if self.balancer.is_some() {
            // Nobody else can have taken the balancer's address meanwhile, as it could be with theirs.
            self.addresses.iter_mut().for_each(|address| address.set_port(0));
        }
        for place in 0..self.addresses.len() {
            let hub = self.hub_at(self.addresses[place]).await;
            self.addresses[place] = hub.base_url().socket_addrs(|| None).unwrap()[0];
            self.hubs.push(hub);
        }
        if let Some(balancer) = &self.balancer {
            balancer.stand_before(self.addresses.clone());
        }
    }
}
