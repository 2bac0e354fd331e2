use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use bridge::{Request, View};
use tokio::time::sleep;

use crate::{Desk, Times, bare, memory};

/// How often it is looked whether a window has told.
const LOOK: Duration = Duration::from_millis(1);

/// From nothing to something on the screen.
#[derive(Default)]
pub struct Openings {
    /// From the click on the icon, which asks for the window, until the page says that its list is on the screen.
    pub takecare: Times,
    /// From the start of a bare WebKitGTK window until its line of text is.
    pub bare: Times,
}

/// Opens both in turn, so often, each time a new one. A first one is not timed: nobody has the window's place any more from
/// then on.
///
/// # Errors
/// When one does not come.
pub async fn measure(desk: &Desk, times: usize) -> Result<Openings> {
    let told = desk.painted();
    memory::open(desk).await?;
    painted(&told, Instant::now()).await?;
    memory::close(desk).await?;
    let mut openings = Openings::default();
    for _ in 0..times {
        std::fs::remove_file(&told)?;
        let asked = Instant::now();
        desk.ask(Request::ShowWindow { view: View::Any }).await?;
        openings.takecare.add(painted(&told, asked).await?);
        memory::close(desk).await?;
        openings.bare.add(bare_window(desk).await?);
    }
    Ok(openings)
}

async fn bare_window(desk: &Desk) -> Result<Duration> {
    let told = desk.session.folder().join("bare-painted");
    let mut window = bare::window(&desk.session, &told)?;
    let took = painted(&told, window.started).await?;
    window.end().await?;
    std::fs::remove_file(told)?;
    Ok(took)
}

async fn painted(told: &Path, asked: Instant) -> Result<Duration> {
    while !told.exists() {
        if asked.elapsed() > rig::PATIENCE {
            bail!("the window never showed anything");
        }
        sleep(LOOK).await;
    }
    Ok(asked.elapsed())
}
