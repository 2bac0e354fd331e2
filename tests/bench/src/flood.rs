use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::time::{MissedTickBehavior, interval, sleep};
use tokio_util::sync::CancellationToken;

use crate::latency::AGENT;
use crate::process::{self, Footprint};
use crate::{Clinic, Desk};

/// So many come at once.
const BURST: usize = 1000;
/// After so long the threads of a pool that had nothing to do are gone, memory is given back, and the next toast begins a
/// new count.
pub const LINGER: Duration = Duration::from_secs(11);
/// How often the agent is looked at meanwhile.
const LOOK: Duration = Duration::from_millis(100);

/// What very many notifications do to an agent, burst after burst.
pub struct Flood {
    /// How many there were after the first burst.
    pub count: usize,
    /// From the first frame of these until the last row is counted in what is shown.
    pub took: Duration,
    /// Before anything came.
    pub fresh: Footprint,
    /// After the first burst: all code has run once.
    pub start: Footprint,
    /// The most of each at any look.
    pub peak: Footprint,
    /// Afterwards, hidden and settled.
    pub end: Footprint,
    /// Toast calls.
    pub toasts: usize,
    /// How many of all that the server has the desk does not list.
    pub lost: usize,
}

/// Sends so many, each burst when the one before it is kept.
///
/// # Errors
/// When the agent does not keep up, or ends.
pub async fn measure(clinic: &Clinic, desk: &mut Desk, count: usize) -> Result<Flood> {
    let agent = desk.agent.id();
    let fresh = rest(desk).await?;
    let start = warm_up(clinic, desk, BURST.min(count)).await?;
    let count = count.saturating_sub(BURST);
    let over = CancellationToken::new();
    let looking = tokio::spawn(peak(agent, over.clone()));
    let first = Instant::now();
    let sent = send(clinic, desk, count).await;
    let took = first.elapsed();
    let toasts = desk.board.calls_until_quiet(AGENT).await;
    over.cancel();
    let peak = looking.await??;
    sent?;
    let listed = desk.ids().await?;
    let lost = clinic.ids().difference(&listed).count();
    let end = rest(desk).await?;
    Ok(Flood { count, took, fresh, start, peak: peak.most(start).most(end), end, toasts, lost })
}

/// A first burst, read once: what the agent takes when all its code has run.
async fn warm_up(clinic: &Clinic, desk: &mut Desk, count: usize) -> Result<Footprint> {
    send(clinic, desk, count).await?;
    desk.board.calls_until_quiet(AGENT).await;
    desk.ids().await?;
    rest(desk).await
}

/// What the agent takes once it has nothing more to do.
async fn rest(desk: &Desk) -> Result<Footprint> {
    sleep(LINGER).await;
    Ok(Footprint::of(&process::settled(desk.agent.id()).await?))
}

async fn send(clinic: &Clinic, desk: &Desk, count: usize) -> Result<()> {
    let mut left = count;
    while left > 0 {
        let burst = left.min(BURST);
        clinic.push(clinic.make(burst)?).await?;
        let all = clinic.ids().len();
        desk.sees("a burst", |state| state.unread as usize == all).await?;
        left -= burst;
    }
    Ok(())
}

/// The most of each kind that was seen until it is over.
async fn peak(agent: u32, over: CancellationToken) -> Result<Footprint> {
    let mut beat = interval(LOOK);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut peak = Footprint::default();
    while over.run_until_cancelled(beat.tick()).await.is_some() {
        peak = peak.most(Footprint::of(&process::tree(agent)?));
    }
    Ok(peak)
}
