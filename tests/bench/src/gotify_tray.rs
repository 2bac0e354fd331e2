use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::Result;
use rig::Session;
use tokio::time::timeout;

use crate::Board;
use crate::gotify::Gotify;
use crate::patience::until;
use crate::program::Program;

/// How it calls itself.
const PROGRAM: &str = "Gotify Tray";
/// The first toasts may fail to come; after so long another one is tried.
const FIRST: Duration = Duration::from_secs(2);
/// After so long without a toast no more are expected.
const QUIET: Duration = Duration::from_secs(5);

/// gotify-tray: a program of the same kind, in Python and Qt, with a server of its own. It ends with its session.
pub struct GotifyTray {
    /// The program itself.
    pub program: Program,
    server: Gotify,
}

/// What became of a burst.
#[derive(Debug, Clone, Copy)]
pub struct Fate {
    /// How many messages were sent.
    pub sent: usize,
    /// How many were shown.
    pub shown: usize,
    /// Whether the program still ran.
    pub survived: bool,
}

impl GotifyTray {
    /// What is measured; `tests/bench/requirements.txt` pins it.
    pub const VERSION: &str = "gotify-tray 0.5.3";

    /// Starts the program in a session that has a tray.
    ///
    /// # Errors
    /// When it can't be started.
    pub async fn launch(program: &Path, session: &Session) -> Result<Self> {
        let server = Gotify::open().await?;
        let settings = format!("[Server]\nurl={}\nclient_token=invented\n", server.address());
        std::fs::write(session.folder().join("home/.config/gotify-tray.conf"), settings)?;
        let mut command = session.command(program);
        // It locks a file there.
        command.env("TMPDIR", session.folder()).stdout(Stdio::null());
        command.stderr(std::fs::File::create(session.folder().join("logs/gotify-tray"))?);
        Ok(Self { program: Program::start(&mut command)?, server })
    }

    /// Starts the program, and waits until it shows what it is sent.
    ///
    /// # Errors
    /// When it can't be started or shows nothing.
    pub async fn start(program: &Path, session: &Session, board: &mut Board) -> Result<Self> {
        let tray = Self::launch(program, session).await?;
        tray.server.is_listened_to().await?;
        // It shows nothing as long as its own window, which it opens and hides, counts as the active one.
        until("gotify-tray's first toast", async || {
            tray.server.push(1).await.ok()?;
            timeout(FIRST, board.call_of(PROGRAM)).await.ok()?.ok()
        })
        .await?;
        Ok(tray)
    }

    /// The time from a frame to its toast.
    ///
    /// # Errors
    /// When none comes.
    pub async fn toast(&mut self, board: &mut Board) -> Result<Duration> {
        let start = self.server.push(1).await?;
        Ok(board.call_of(PROGRAM).await?.at - start)
    }

    /// Sends many at once and looks what becomes of them.
    ///
    /// # Errors
    /// When they can't be sent.
    pub async fn flood(mut self, board: &mut Board, sent: usize) -> Result<Fate> {
        self.server.push(sent).await?;
        let mut shown = 0;
        while shown < sent && matches!(timeout(QUIET, board.call_of(PROGRAM)).await, Ok(Ok(_))) {
            shown += 1;
        }
        Ok(Fate { sent, shown, survived: self.program.runs()? })
    }
}
