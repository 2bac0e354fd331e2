use std::collections::HashSet;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use bridge::settings::Value;
use bridge::{Address, Answer, Caller, Event, Filter, Link, Password, Profile, Request, Role, Snapshot};
use rig::{Part, Session};
use tokio::sync::watch;
use tokio_util::task::AbortOnDropHandle;
use uuid::Uuid;

use crate::patience::{patiently, until};
use crate::{Board, Clinic};

/// The real agent in a private session with a tray and a keyring, signed in at a clinic. It ends with this.
pub struct Desk {
    /// Where its toasts arrive.
    pub board: Board,
    /// Its session.
    pub session: Session,
    caller: Caller,
    snapshots: watch::Receiver<Option<Snapshot>>,
    _task: AbortOnDropHandle<()>,
}

impl Desk {
    /// Starts the program `takecare`, signs in and waits until it is live.
    ///
    /// # Errors
    /// When any of that fails.
    pub async fn open(takecare: &Path, clinic: &Clinic) -> Result<Self> {
        let session = Session::open(&[Part::Keyring, Part::Panel])?;
        let board = Board::serve(&session.bus()).await?;
        let mut agent = session.command(takecare);
        agent.arg("agent").stdout(Stdio::null()).stderr(Stdio::null());
        agent.spawn().with_context(|| format!("{} can't be started", takecare.display()))?;
        let address = Address::inside(session.runtime().join(Profile::default().qualified()));
        // As the window does, to be told of every change.
        let connect = async || bridge::connect(&address, Role::Window).await.ok();
        let (caller, mut events) = until("the agent", connect).await?;
        let (tell, snapshots) = watch::channel(None);
        let task = tokio::spawn(async move {
            while let Some(event) = events.recv().await {
                if let Event::Snapshot(snapshot) = event {
                    tell.send_replace(Some(snapshot));
                }
            }
        });
        let desk = Self { board, session, caller, snapshots, _task: AbortOnDropHandle::new(task) };
        desk.sign_in(&clinic.server()).await?;
        Ok(desk)
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
        let (mut ids, mut after) = (HashSet::new(), None);
        loop {
            let list = Request::List { filter: Filter::default(), after, limit: 500 };
            let Answer::Page(page) = self.ask(list).await? else { bail!("the agent answers something else") };
            ids.extend(page.rows.iter().map(|row| row.id));
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok(ids),
            }
        }
    }

    async fn ask(&self, request: Request) -> Result<Answer> {
        let asked = patiently("the agent's answer", self.caller.ask(request)).await?;
        asked.map_err(|fault| anyhow::anyhow!("the agent refuses: {}", fault.message))
    }
}
