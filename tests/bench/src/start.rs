use std::path::Path;

use anyhow::Result;

use crate::icons::Icons;
use crate::{Clinic, Desk, GotifyTray, Times};

/// From the start of a program until its icon is in the tray.
#[derive(Default)]
pub struct Starts {
    /// The agent, signed in.
    pub takecare: Times,
    /// gotify-tray; empty where it is not installed.
    pub gotify_tray: Times,
}

/// Starts both in turn, so often, in a session in which they have run before.
///
/// # Errors
/// When one can't be started or has no icon.
pub async fn measure(takecare: &Path, gotify_tray: Option<&Path>, times: usize) -> Result<Starts> {
    let clinic = Clinic::open().await?;
    let mut desk = Desk::open(takecare, &clinic).await?;
    desk.agent.end().await?;
    let mut icons = Icons::on(&desk.session.bus()).await?;
    let mut starts = Starts::default();
    for _ in 0..times {
        icons.forget();
        let mut agent = Desk::start_agent(takecare, &desk.session)?;
        starts.takecare.add(icons.next().await? - agent.started);
        agent.end().await?;
        let Some(program) = gotify_tray else { continue };
        icons.forget();
        let mut other = GotifyTray::launch(program, &desk.session).await?;
        starts.gotify_tray.add(icons.next().await? - other.program.started);
        other.program.end().await?;
    }
    Ok(starts)
}
