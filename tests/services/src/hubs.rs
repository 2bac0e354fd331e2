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
        let mut this = Self { site, pace, hubs: Vec::new(), balancer: None };
        for _ in 0..count {
            this.hubs.push(this.another().await);
        }
        if count > 1 {
            this.balancer = Some(Balancer::before(this.addresses()).await);
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
        &self.hubs[0]
    }

    /// All of them.
    pub fn all(&self) -> &[Hub] {
        &self.hubs
    }

    /// The address for clients.
    pub fn base_url(&self) -> Url {
        match &self.balancer {
            Some(balancer) => format!("http://{}/", balancer.address()).parse().unwrap(),
            None => self.first().base_url(),
        }
    }

    /// How many sockets of a user are open, on all of them.
    pub fn sockets_of(&self, user: UserId) -> usize {
        self.hubs.iter().map(|hub| hub.sockets_of(user)).sum()
    }

    /// Ends them, and starts them again where they were after so long.
    pub async fn restart(&mut self, away: Duration) {
        let mut addresses = self.addresses();
        if self.balancer.is_some() {
            // Nobody else can have taken the balancer's address meanwhile, as it could be with theirs.
            addresses.iter_mut().for_each(|address| address.set_port(0));
        }
        for hub in self.hubs.drain(..) {
            hub.stop().await.unwrap();
        }
        sleep(away).await;
        for listen in addresses {
            let hub = self.hub_at(listen).await;
            self.hubs.push(hub);
        }
        if let Some(balancer) = &self.balancer {
            balancer.stand_before(self.addresses());
        }
    }

    fn addresses(&self) -> Vec<SocketAddr> {
        self.hubs.iter().map(|hub| hub.base_url().socket_addrs(|| None).unwrap()[0]).collect()
    }
}
