use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use bridge::{Link, Password, Request};
use client::{Client, Effect, MemoryVault, Network, Setup};
use tempfile::TempDir;
use tokio::sync::mpsc;
use tokio::time::{Interval, MissedTickBehavior, interval};

use crate::floor::{self, Floor};
use crate::gotify_tray::Fate;
use crate::patience::patiently;
use crate::plain::Commits;
use crate::{Clinic, Desk, GotifyTray, Times};

/// How the agent calls itself.
pub const AGENT: &str = "TakeCare";

/// Two frames to the agent come at least so far apart: three in ten seconds have a toast each, more are summed up.
pub const PACE: Duration = Duration::from_millis(3500);

/// All who take turns.
const TURNS: u32 = 6;

/// From a frame written to the toast call at the notification service.
pub struct Latency {
    /// The agent.
    pub takecare: Times,
    /// The client alone: until it has committed the row and decided the toast.
    pub decided: Times,
    /// One row into a plain table, safe from a power cut.
    pub committed: Times,
    /// gotify-tray, and what became of it in a burst; none where it is not installed.
    pub gotify_tray: Option<(Times, Fate)>,
    /// A bare toast call over a connection that is kept.
    pub kept: Times,
    /// A bare toast call over a new connection.
    pub new: Times,
}

/// Everybody in turn, so that all meet the same noise.
///
/// # Errors
/// When somebody shows nothing.
pub async fn measure(takecare: &Path, gotify_tray: Option<&Path>, samples: usize, pace: Duration) -> Result<Latency> {
    let clinic = Clinic::open().await?;
    let mut desk = Desk::open(takecare, &clinic).await?;
    let mut mind = Mind::start().await?;
    let floor = Floor::on(desk.session.bus()).await?;
    let mut other = match gotify_tray {
        Some(program) => Some((GotifyTray::start(program, &desk.session, &mut desk.board).await?, Times::default())),
        None => None,
    };
    let mut commits = Commits::new()?;
    let [mut takecare, mut decided, mut committed, mut kept, mut new] = std::array::from_fn(|_| Times::default());
    let mut beat = beat(pace / TURNS);
    for _ in 0..samples {
        beat.tick().await;
        let written = clinic.push(clinic.make(1)?).await?;
        takecare.add(desk.board.call_of(AGENT).await?.at - written);
        beat.tick().await;
        if let Some((program, times)) = &mut other {
            times.add(program.toast(&mut desk.board).await?);
        }
        beat.tick().await;
        decided.add(mind.decides().await?);
        beat.tick().await;
        committed.add(commits.one()?);
        beat.tick().await;
        let start = floor.over_kept().await?;
        kept.add(desk.board.call_of(floor::PROGRAM).await?.at - start);
        beat.tick().await;
        let start = floor.over_new().await?;
        new.add(desk.board.call_of(floor::PROGRAM).await?.at - start);
    }
    let gotify_tray = match other {
        Some((program, times)) => Some((times, program.flood(&mut desk.board, 1000).await?)),
        None => None,
    };
    Ok(Latency { takecare, decided, committed, gotify_tray, kept, new })
}

fn beat(every: Duration) -> Interval {
    let mut beat = interval(every);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    beat
}

/// The client without hands, in this process: its toasts arrive in a channel.
struct Mind {
    clinic: Clinic,
    effects: mpsc::Receiver<Effect>,
    _client: Client,
    _folder: TempDir,
}

impl Mind {
    async fn start() -> Result<Self> {
        let (clinic, folder) = (Clinic::open().await?, tempfile::tempdir()?);
        let setup = Setup {
            data: folder.path().to_owned(),
            vault: Arc::<MemoryVault>::default(),
            network: Ok(Network::system()),
            settings: tokio::sync::watch::Sender::new(Arc::default()).subscribe(),
        };
        let (client, effects) = client::start(setup)?;
        let (email, password) = ("ada@ward.example".to_owned(), Password::new("invented".to_owned()));
        let sign_in = client.ask(Request::SignIn { server: clinic.server(), email, password });
        patiently("the sign-in", sign_in).await?.map_err(|fault| anyhow::anyhow!("refused: {}", fault.message))?;
        let mut snapshots = client.snapshots();
        let live = snapshots.wait_for(|state| matches!(state.link, Link::Live { .. }) && state.checked.is_some());
        patiently("the client to be live", live).await??;
        Ok(Self { clinic, effects, _client: client, _folder: folder })
    }

    async fn decides(&mut self) -> Result<Duration> {
        let written = self.clinic.push(self.clinic.make(1)?).await?;
        let effect = patiently("a toast", self.effects.recv()).await?;
        let decided = Instant::now();
        anyhow::ensure!(matches!(effect.context("the client ended")?, Effect::Show(_)), "the client shows no toast");
        Ok(decided - written)
    }
}
