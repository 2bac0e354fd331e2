use std::path::Path;
use std::time::Duration;

use anyhow::Result;

use crate::flood::{self, Flood};
use crate::idle::{self, Idle};
use crate::memory::{self, Search, Window};
use crate::opening::{self, Openings};
use crate::part::{Part, Parts};
use crate::process::{self, Process};
use crate::{Clinic, Desk, GotifyTray};

/// So often the window is opened to be timed.
const OPENINGS: usize = 10;

/// What befalls one agent, in this order, as far as it is measured.
pub struct Day {
    /// Nothing.
    pub quiet: Option<Quiet>,
    /// Very many notifications.
    pub flood: Option<Flood>,
    /// Then the search box.
    pub search: Option<Search>,
    /// Then the window.
    pub window: Option<Window>,
    /// Then more of them, from the click to the list.
    pub openings: Option<Openings>,
}

/// A while in which nothing happens.
pub struct Quiet {
    /// Hidden in the tray: the agent.
    pub hidden: Resting,
    /// gotify-tray in the same session at the same time; none where it is not installed.
    pub gotify_tray: Option<Resting>,
    /// How much the agent asked of the server, in requests a minute.
    pub requests: f64,
}

/// A program that has nothing to do.
pub struct Resting {
    /// What it did all the same.
    pub idle: Idle,
    /// Its memory.
    pub tree: Vec<Process>,
}

/// A day of one agent: idle for so long, then so many notifications.
///
/// # Errors
/// When something is not as it should be.
pub async fn measure(
    takecare: &Path,
    gotify_tray: Option<&Path>,
    parts: &Parts,
    idle: Duration,
    count: usize,
) -> Result<Day> {
    let clinic = Clinic::open().await?;
    let mut desk = Desk::open(takecare, &clinic).await?;
    let quiet = parts.measure(&[Part::Idle], quiet(&clinic, &mut desk, gotify_tray, idle)).await?;
    // Everything else is over what it leaves.
    let rest = [Part::Flood, Part::Search, Part::Window, Part::Opening];
    let flood = parts.measure(&rest, flood::measure(&clinic, &mut desk, count)).await?;
    let search = parts.measure(&[Part::Search], memory::search(&desk)).await?;
    let window = parts.measure(&[Part::Window], memory::window(&desk)).await?;
    let openings = parts.measure(&[Part::Opening], opening::measure(&desk, OPENINGS)).await?;
    Ok(Day { quiet, flood, search, window, openings })
}

/// Watches both at the same time, and ends the other one.
async fn quiet(clinic: &Clinic, desk: &mut Desk, gotify_tray: Option<&Path>, time: Duration) -> Result<Quiet> {
    let agent = desk.agent.id();
    let other = match gotify_tray {
        Some(program) => Some(GotifyTray::start(program, &desk.session, &mut desk.board).await?),
        None => None,
    };
    clinic.count_requests();
    let others = other.as_ref().map(|other| other.program.id());
    let mut idle = idle::watch([agent].into_iter().chain(others).collect(), time).await?.into_iter();
    let requests = f64::from(clinic.requests()) * 60.0 / time.as_secs_f64();
    let hidden = look(agent, idle.next()).await?;
    let gotify_tray = match other {
        Some(mut other) => {
            let resting = look(other.program.id(), idle.next()).await?;
            other.program.end().await?;
            Some(resting)
        }
        None => None,
    };
    Ok(Quiet { hidden, gotify_tray, requests })
}

async fn look(program: u32, idle: Option<Idle>) -> Result<Resting> {
    Ok(Resting { idle: idle.unwrap_or_default(), tree: process::settled(program).await? })
}
