use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use bridge::{Fault, FaultCode, View};
use language::say;
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::seat::Seat;

/// Time for the window to end by itself once it was told to. It has nothing to lose.
const PATIENCE: Duration = Duration::from_millis(700);
/// Has WebKit on Linux share no graphics buffers between its processes, and look for no graphics card to fill them. The
/// window is painted by the processor and needs neither, but WebKit would load the graphics drivers to find out.
const NO_GRAPHICS: [(&str, &str); 2] =
    [("WEBKIT_DISABLE_DMABUF_RENDERER", "1"), ("WEBKIT_WEB_RENDER_DEVICE_FILE", "/dev/null")];

/// Starts the window when it is wanted, once at a time, and sees it off when it ends.
pub struct Window {
    program: PathBuf,
    seat: Seat,
    child: Option<Child>,
    /// Somebody asked for it while its process was there: it may have been on its way out.
    again: bool,
}

impl Window {
    /// A window that is not open yet.
    pub fn new(program: PathBuf, seat: Seat) -> Self {
        Self { program, seat, child: None, again: false }
    }

    /// Brings the window to the front, for what it is wanted; starts it if it is not there.
    ///
    /// # Errors
    /// When it can't be started.
    pub fn show(&mut self, view: View) -> Result<(), Fault> {
        let sits = self.seat.show(view);
        match self.child {
            Some(_) => self.again = true,
            None if sits => {}
            None => self.child = Some(self.start()?),
        }
        Ok(())
    }

    /// It has come to the front.
    pub fn is_up(&mut self) {
        self.seat.is_served();
    }

    fn start(&self) -> Result<Child, Fault> {
        Command::new(&self.program).envs(NO_GRAPHICS).stdin(Stdio::null()).spawn().map_err(|error| {
            tracing::warn!("{} can't be started: {error}", self.program.display());
            Fault::new(FaultCode::Other, say::window_missing())
        })
    }

    /// Waits until a window that was started here ends; for ever if there is none. Whoever asked for it while it was going
    /// gets another.
    pub async fn ended(&mut self) {
        let Some(child) = &mut self.child else { return std::future::pending().await };
        match child.wait().await {
            Ok(status) => tracing::info!("the window ended: {status}"),
            Err(error) => tracing::warn!("the window is lost: {error}"),
        }
        self.child = None;
        if std::mem::take(&mut self.again) && self.seat.is_wanted() {
            // Why not, is in the log.
            self.child = self.start().ok();
        }
    }

    /// Ends the window: asks it to, and insists after a while.
    pub async fn close(&mut self) {
        self.seat.quit();
        self.again = false;
        if self.child.is_some() && timeout(PATIENCE, self.ended()).await.is_err() {
            self.insist().await;
        }
    }

    async fn insist(&mut self) {
        if let Some(child) = &mut self.child
            && let Err(error) = child.kill().await
        {
            tracing::warn!("the window can't be ended: {error}");
        }
    }
}

/// The window's program: beside the agent's own, else wherever programs are found.
pub fn program() -> PathBuf {
    let name = format!("takecare-window{}", std::env::consts::EXE_SUFFIX);
    let beside = std::env::current_exe().ok().map(|agent| agent.with_file_name(&name));
    beside.filter(|path| Path::exists(path)).unwrap_or_else(|| name.into())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// A window that ends as soon as it has begun, and that nobody has noticed to.
    fn window() -> (Window, Seat) {
        let seat = Seat::default();
        (Window::new("true".into(), seat.clone()), seat)
    }

    #[tokio::test]
    async fn whoever_asks_for_a_window_that_is_just_going_gets_another() {
        let (mut window, seat) = window();
        window.show(View::Any).unwrap();
        drop(seat.take());
        window.show(View::Any).unwrap();
        window.ended().await;
        assert!(window.child.is_some());
        window.ended().await;
        assert!(window.child.is_none(), "it is started once more and not for ever");
    }

    #[tokio::test]
    async fn a_window_that_was_asked_for_twice_stays_closed_once_it_is() {
        let (mut window, seat) = window();
        window.show(View::Any).unwrap();
        window.show(View::Any).unwrap();
        drop(seat.take().unwrap());
        window.ended().await;
        assert!(window.child.is_none());
    }
}
