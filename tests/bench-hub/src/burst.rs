use std::time::{Duration, Instant};

use anyhow::Result;

use crate::crowd::People;
use crate::server::Server;

/// Notifications for one person that came as fast as the server takes them.
pub struct Burst {
    /// How many were sent.
    pub count: usize,
    /// How many sockets the person had.
    pub sockets: usize,
    /// How long the sender took.
    pub sent: Duration,
    /// From the first call to the last arrival.
    pub arrived: Duration,
    /// How many arrivals there should have been, and were not.
    pub lost: usize,
}

/// Sends so many to somebody who has so many sockets and nothing else to do.
pub async fn measure(server: &Server, sockets: usize, count: usize) -> Result<Burst> {
    let mut crowd = People::sign_in(server, 1).await?.open(server, sockets).await?;
    let start = Instant::now();
    server.burst(crowd.people[0], "Bed is free 0", count).await?;
    let sent = start.elapsed();
    let heard = crowd.hear(count * sockets).await;
    let last = heard.iter().map(|arrival| arrival.at).max().unwrap_or(start);
    Ok(Burst { count, sockets, sent, arrived: last - start, lost: count * sockets - heard.len() })
}
