use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use tokio::time::sleep;

use crate::latency::AGENT;
use crate::plain::{self, Synchronous};
use crate::{Board, Clinic, Desk};

/// After so long without a notification a flood is over, and the next one is counted anew.
const FLOOD: Duration = Duration::from_secs(11);

/// Everything that befell one desk.
pub struct Story {
    /// Many at once.
    pub burst: Burst,
    /// As many missed in an outage.
    pub catch_up: CatchUp,
}

/// Many frames written as fast as the socket takes them.
pub struct Burst {
    /// From the first frame written until all are committed and counted in what is shown.
    pub durable: Duration,
    /// Requests meanwhile: with none, everything came by the socket.
    pub requests: u32,
    /// How many of all that the server has the desk does not list.
    pub lost: u32,
    /// Toast calls.
    pub toasts: u32,
    /// The plain pipeline, safe from a crash.
    pub plain: Duration,
    /// The plain pipeline, safe from a power cut.
    pub plain_full: Duration,
}

/// Many notifications that came while the server could not be reached.
pub struct CatchUp {
    /// From the first question for the list until the set is known to be the server's.
    pub equal: Duration,
    /// From the end of the outage to that question.
    pub waited: Duration,
    /// Requests from the end of the outage until then, the new socket included.
    pub requests: u32,
    /// How many of all that the server has the desk does not list.
    pub lost: u32,
    /// Toast calls.
    pub toasts: u32,
    /// One plain request for as many rows, read and kept in one transaction.
    pub plain: Duration,
}

/// A burst of `count` at a new desk, and an outage in which as many come.
///
/// # Errors
/// When something is lost, or a program fails.
pub async fn measure(takecare: &Path, count: usize) -> Result<Story> {
    let clinic = Clinic::open().await?;
    let mut desk = Desk::open(takecare, &clinic).await?;
    let burst = burst(&clinic, &mut desk, count).await?;
    sleep(FLOOD).await;
    let catch_up = catch_up(&clinic, &mut desk, count).await?;
    Ok(Story { burst, catch_up })
}

async fn burst(clinic: &Clinic, desk: &mut Desk, count: usize) -> Result<Burst> {
    let frames = clinic.make(count)?;
    clinic.count_requests();
    let start = clinic.push(frames).await?;
    let all = clinic.ids().len();
    desk.sees("the whole burst", |state| state.unread as usize == all).await?;
    let (durable, requests) = (start.elapsed(), clinic.requests());
    let toasts = toasts_for(&mut desk.board, count).await?;
    let lost = lost(clinic, desk).await?;
    let yardstick = Clinic::open().await?;
    let plain = plain::burst(&yardstick, count, Synchronous::Normal).await?;
    let plain_full = plain::burst(&yardstick, count, Synchronous::Full).await?;
    Ok(Burst { durable, requests, lost, toasts, plain, plain_full })
}

async fn catch_up(clinic: &Clinic, desk: &mut Desk, count: usize) -> Result<CatchUp> {
    clinic.go_dark().await?;
    clinic.make(count)?;
    let all = clinic.ids().len();
    clinic.count_requests();
    let (back, back_at) = (Instant::now(), Timestamp::now());
    clinic.come_back();
    let is_equal = |state: &bridge::Snapshot| state.unread as usize == all && state.checked > Some(back_at);
    desk.sees("the missed ones", is_equal).await?;
    let (equal, requests) = (Instant::now(), clinic.requests());
    let first = clinic.first_listed().context("nothing was asked")?;
    let toasts = toasts_for(&mut desk.board, count).await?;
    let lost = lost(clinic, desk).await?;
    let plain = plain::fetch(clinic, count).await?;
    Ok(CatchUp { equal: equal - first, waited: first - back, requests, lost, toasts, plain })
}

async fn lost(clinic: &Clinic, desk: &Desk) -> Result<u32> {
    let listed = desk.ids().await?;
    Ok(u32::try_from(clinic.ids().difference(&listed).count())?)
}

/// How many toast calls it took to tell of so many: each tells of one, or counts a flood.
async fn toasts_for(board: &mut Board, count: usize) -> Result<u32> {
    let (mut calls, mut singles, mut counted) = (0, 0, 0);
    loop {
        let told = singles + counted;
        let call = match board.call_of(AGENT).await {
            Ok(call) => call,
            Err(_) => bail!("the toasts tell of {told}, not of {count}"),
        };
        calls += 1;
        match number(&call.title) {
            Some(number) => counted = number,
            None => singles += 1,
        }
        if singles + counted >= count {
            break;
        }
    }
    Ok(calls + u32::try_from(board.calls_until_quiet(AGENT).await)?)
}

/// The number at the beginning of a summary's title.
fn number(title: &str) -> Option<usize> {
    title.split(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_told_from_a_single_toast() {
        assert_eq!(number("9997 new notifications"), Some(9997));
        assert_eq!(number("Medical Record"), None);
    }
}
