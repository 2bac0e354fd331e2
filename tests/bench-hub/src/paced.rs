use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::time::{MissedTickBehavior, interval};
use yardstick::Times;

use crate::crowd::Crowd;
use crate::server::Server;

/// What the deployed server was measured with (protocol.md, section 8): 16 a second.
pub const SLOW: Duration = Duration::from_micros(62_500);
/// 200 a second.
pub const FAST: Duration = Duration::from_millis(5);

/// Notifications that came one after the other, each for another one of the crowd.
pub struct Paced {
    /// How many were sent.
    pub count: usize,
    /// How many a second.
    pub rate: f64,
    /// From the sender's call to each socket of its receiver.
    pub times: Times,
    /// How many arrivals there should have been, and were not.
    pub lost: usize,
}

/// Sends so many, one each time, and waits for all of them.
pub async fn measure(server: &Server, crowd: &mut Crowd, count: usize, every: Duration) -> Result<Paced> {
    let mut beat = interval(every);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut sent, mut expected) = (Vec::with_capacity(count), 0);
    for number in 0..count {
        beat.tick().await;
        let person = number % crowd.people.len();
        sent.push(Instant::now());
        expected += crowd.sockets[person];
        server.send(crowd.people[person], &format!("Bed is free {number}")).await?;
    }
    let took = sent.first().map_or(Duration::ZERO, Instant::elapsed);
    let heard = crowd.hear(expected).await;
    let lost = expected - heard.len();
    let times = heard.into_iter().map(|arrival| arrival.at - sent[arrival.number]).collect();
    Ok(Paced { count, rate: count as f64 / took.as_secs_f64(), times, lost })
}
