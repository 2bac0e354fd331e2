use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use bridge::{Request, View};
use tokio::time::sleep;

use crate::{Desk, Times, memory};

/// How often it is looked whether the window has told.
const LOOK: Duration = Duration::from_millis(1);

/// From the click on the icon, which asks for the window, until the page says that its list is on the screen; so often,
/// each time with a new window. A first one is not timed: nobody has the window's place any more from then on.
///
/// # Errors
/// When one does not come.
pub async fn measure(desk: &Desk, times: usize) -> Result<Times> {
    let told = desk.painted();
    memory::open(desk).await?;
    painted(&told, Instant::now()).await?;
    memory::close(desk).await?;
    let mut openings = Times::default();
    for _ in 0..times {
        std::fs::remove_file(&told)?;
        let asked = Instant::now();
        desk.ask(Request::ShowWindow { view: View::Any }).await?;
        openings.add(painted(&told, asked).await?);
        memory::close(desk).await?;
    }
    Ok(openings)
}

async fn painted(told: &Path, asked: Instant) -> Result<Duration> {
    while !told.exists() {
        if asked.elapsed() > rig::PATIENCE {
            bail!("the window never showed its list");
        }
        sleep(LOOK).await;
    }
    Ok(asked.elapsed())
}
