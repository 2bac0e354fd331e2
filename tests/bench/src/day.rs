use std::path::Path;
use std::time::Duration;

use anyhow::Result;

use crate::flood::{self, Flood};
use crate::idle::{self, Idle};
use crate::memory::{self, Search, Window};
use crate::process::{self, Process};
use crate::{Clinic, Desk, GotifyTray, Times, opening};

/// So often the window is opened to be timed.
const OPENINGS: usize = 10;

/// What befalls one agent, in this order: nothing, very many notifications, a search, a window.
pub struct Day {
    /// Hidden in the tray: the agent.
    pub hidden: Quiet,
    /// gotify-tray in the same session at the same time; none where it is not installed.
    pub gotify_tray: Option<Quiet>,
    /// Many notifications.
    pub flood: Flood,
    /// Then the search box.
    pub search: Search,
    /// Then the window.
    pub window: Window,
    /// Then more of them, from the click to the list.
    pub openings: Times,
}

/// A program that has nothing to do.
pub struct Quiet {
    /// What it did all the same.
    pub idle: Idle,
    /// Its memory.
    pub tree: Vec<Process>,
}

/// A day of one agent: idle for so long, then so many notifications.
///
/// # Errors
/// When something is not as it should be.
pub async fn measure(takecare: &Path, gotify_tray: Option<&Path>, idle: Duration, count: usize) -> Result<Day> {
    let clinic = Clinic::open().await?;
    let mut desk = Desk::open(takecare, &clinic).await?;
    let (hidden, gotify_tray) = quiet(&mut desk, gotify_tray, idle).await?;
    let flood = flood::measure(&clinic, &mut desk, count).await?;
    let search = memory::search(&desk).await?;
    let window = memory::window(&mut desk).await?;
    let openings = opening::measure(&desk, OPENINGS).await?;
    Ok(Day { hidden, gotify_tray, flood, search, window, openings })
}

/// Watches both at the same time, and ends the other one.
async fn quiet(desk: &mut Desk, gotify_tray: Option<&Path>, time: Duration) -> Result<(Quiet, Option<Quiet>)> {
    let agent = desk.agent.id();
    let Some(program) = gotify_tray else {
        let idle = idle::watch([agent], time).await?;
        return Ok((look(agent, idle[0]).await?, None));
    };
    let mut other = GotifyTray::start(program, &desk.session, &mut desk.board).await?;
    let id = other.program.id();
    let [idle, others] = idle::watch([agent, id], time).await?;
    let quiet = (look(agent, idle).await?, Some(look(id, others).await?));
    other.program.end().await?;
    Ok(quiet)
}

async fn look(program: u32, idle: Idle) -> Result<Quiet> {
    Ok(Quiet { idle, tree: process::settled(program).await? })
}
