use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use bridge::settings::Value;
use bridge::{Address, Answer, Caller, Event, Filter, Link, Password, Profile, Request, Role, Snapshot};
use rig::{Part, Session};
use tokio::sync::watch;
use tokio_util::task::AbortOnDropHandle;
use uuid::Uuid;

use crate::patience::{patiently, until};
use crate::program::Program;
use crate::{Board, Clinic};

/// The most rows one question brings.
const PAGE: u32 = 500;

/// The real agent in a private session with a tray and a keyring, signed in at a clinic. It ends with this.
pub struct Desk {
    /// Where its toasts arrive.
    pub board: Board,
    /// Its session.
    pub session: Session,
    /// The agent.
    pub agent: Program,
    caller: Caller,
    snapshots: watch::Receiver<Option<Snapshot>>,
    seat: AbortOnDropHandle<()>,
}

impl Desk {
    /// Starts the program `takecare`, signs in and waits until it is live.
    ///
    /// # Errors
    /// When any of that fails.
    pub async fn open(takecare: &Path, clinic: &Clinic) -> Result<Self> {
        let session = Session::open(&[Part::Keyring, Part::WindowManager, Part::Panel])?;
        let board = Board::serve(&session.bus()).await?;
        let agent = Self::start_agent(takecare, &session)?;
        let address = Address::inside(session.runtime().join(Profile::default().qualified()));
        let connect = async || bridge::connect(&address, Role::CommandLine).await.ok();
        let (caller, _) = until("the agent", connect).await?;
        let (snapshots, seat) = sit_down(&address).await?;
        let desk = Self { board, session, agent, caller, snapshots, seat };
        desk.sign_in(&clinic.server()).await?;
        Ok(desk)
    }

    /// Starts the agent in a session.
    ///
    /// # Errors
    /// When it can't be started.
    pub fn start_agent(takecare: &Path, session: &Session) -> Result<Program> {
        let mut agent = session.command(takecare);
        // Its people are invented, and its memory and its open files are counted.
        agent
            .env("TAKECARE_PAINTED", painted(session))
            .args(["agent", "--inspectable"])
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        Program::start(&mut agent)
    }

    /// Makes room for a real window. From now on nothing is seen of the agent's state.
    pub fn leave_the_seat(&self) {
        self.seat.abort();
    }

    /// Where a window tells that its first list is on the screen.
    pub fn painted(&self) -> PathBuf {
        painted(&self.session)
    }

    async fn sign_in(&self, server: &str) -> Result<()> {
        // Nobody touches the keyboard meanwhile.
        self.ask(Request::Set { key: "lock.after-minutes".to_owned(), value: Some(Value::Number(0)) }).await?;
        let (email, password) = ("ada@ward.example".to_owned(), Password::new("invented".to_owned()));
        self.ask(Request::SignIn { server: server.to_owned(), email, password }).await?;
        let is_live = |state: &Snapshot| matches!(state.link, Link::Live { .. }) && state.checked.is_some();
        let first = self.sees("the agent to be live", is_live).await?.checked;
        // Every opening of the socket is followed by a check, which must not fall into what is measured.
        self.sees("the check after the opening", |state| state.checked > first).await?;
        Ok(())
    }

    /// Waits until the agent's state is so, and returns it.
    ///
    /// # Errors
    /// When it never is.
    pub async fn sees(&self, what: &str, is_so: impl Fn(&Snapshot) -> bool) -> Result<Snapshot> {
        let mut snapshots = self.snapshots.clone();
        let seen = patiently(what, snapshots.wait_for(|state| state.as_ref().is_some_and(&is_so))).await??;
        seen.clone().context("no snapshot")
    }

    /// The ids of all rows that the agent lists.
    ///
    /// # Errors
    /// When it can't.
    pub async fn ids(&self) -> Result<HashSet<Uuid>> {
        let (mut ids, mut through, mut skip) = (HashSet::new(), None, 0);
        loop {
            let list = Request::List { filter: Filter::default(), through: through.clone(), skip, limit: PAGE };
            let Answer::Page(page) = self.ask(list).await? else { bail!("the agent answers something else") };
            ids.extend(page.rows.iter().map(|row| row.id));
            skip += PAGE;
            if skip >= page.total {
                return Ok(ids);
            }
            through.get_or_insert(page.last);
        }
    }

    /// Asks the agent for something.
    ///
    /// # Errors
    /// When it refuses.
    pub async fn ask(&self, request: Request) -> Result<Answer> {
        let asked = patiently("the agent's answer", self.caller.ask(request)).await?;
        asked.map_err(|fault| anyhow::anyhow!("the agent refuses: {}", fault.message))
    }
}

fn painted(session: &Session) -> PathBuf {
    session.folder().join("painted")
}

/// Takes the window's place, to be told of every change.
async fn sit_down(address: &Address) -> Result<(watch::Receiver<Option<Snapshot>>, AbortOnDropHandle<()>)> {
    let (caller, mut events) = bridge::connect(address, Role::Window).await?;
    let (tell, snapshots) = watch::channel(None);
    let task = tokio::spawn(async move {
        // Who has no caller any more has left.
        let _caller = caller;
        while let Some(event) = events.recv().await {
            if let Event::Snapshot(snapshot) = event {
                tell.send_replace(Some(snapshot));
            }
        }
    });
    Ok((snapshots, AbortOnDropHandle::new(task)))
}
