use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use bridge::{Address, Answer, Fault, ListenError, Listener, Profile, Request, Role, Snapshot, View};
use client::{Client, Setup};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use crate::allocator::give_back_pieces;
use crate::desk::{Ask, Desk};
use crate::door::Door;
use crate::icons::Icons;
use crate::keyring::Keyring;
use crate::seat::Seat;
use crate::settings::{Book, Place};
use crate::toaster::Toaster;
use crate::tongue::Tongue;
use crate::window::{self, Window};
use crate::{check, dock, guard, hotkeys, paths, signal, tongue, tray};

/// How long another agent may be neither reachable nor gone, as it is while it starts or ends.
const NEITHER: Duration = Duration::from_secs(10);
/// How often that is looked at.
const GLANCE: Duration = Duration::from_millis(20);
/// Time for the client to put everything away.
const ENDING: Duration = Duration::from_secs(5);
/// Time for everybody else, some of whom wait for services of the desktop.
const LEAVING: Duration = Duration::from_millis(900);

/// After so long without anything done, memory is given back.
const REST: Duration = Duration::from_secs(8);

/// Why the agent could not run.
#[derive(Debug, thiserror::Error)]
pub enum AgentError {
    /// Its socket can't be made.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// The agent that is running could not be asked to show its window.
    #[error("TakeCare is running, but its window could not be shown: {0}")]
    Raise(Fault),
    /// Its data folder can't be used.
    #[error(transparent)]
    Data(#[from] paths::DataError),
    /// The client's thread died; what the screen shows would grow old.
    #[error("the agent has failed inside and has stopped. Start TakeCare again")]
    ClientGone,
    /// The operating system refused something it needs.
    #[error("the agent can't be started: {0}")]
    Io(#[from] std::io::Error),
}

/// Runs the agent until it is asked to quit, by the administrator's settings in `policy`. When another agent is running,
/// that one shows its window instead.
///
/// # Errors
/// When it can't start.
pub async fn run(profile: &Profile, policy: &Place) -> Result<(), AgentError> {
    let Some(listener) = be_the_one(&Address::of(profile)?).await? else { return Ok(()) };
    let data = paths::data(profile)?;
    let icons = Icons::place(&data)?;
    let signal = signal::Endings::new()?;
    let (settings, network) = Book::open(profile, &paths::settings(profile)?, policy);
    let setup = Setup { data, vault: Arc::new(Keyring::of(profile)), network, settings: settings.watch() };
    let (client, effects) = client::start(setup)?;
    let (desk, trays) = Desk::new();
    let (seat, closing) = (Seat::default(), CancellationToken::new());
    let within_reach = watch::Sender::new(false);
    let snapshots = client.snapshots();
    let tongue = Tongue::new(settings.watch(), tongue::session());
    let door = Door {
        desk: desk.clone(),
        tongue: tongue.clone(),
        snapshots: snapshots.clone(),
        seat: seat.clone(),
        closing: closing.clone(),
    };
    let mut attendants = JoinSet::new();
    attendants.spawn(guard::run(client.clone(), within_reach.subscribe(), settings.watch()));
    attendants.spawn(hotkeys::run(snapshots.clone(), settings.watch(), desk.clone(), tongue.clone()));
    attendants.spawn(tray::stand_in(settings.watch(), desk.clone()));
    let tray = tokio::spawn(tray::run(snapshots.clone(), settings.watch(), tongue.clone(), desk.clone()));
    let toaster = Toaster::new(icons, desk, tongue);
    let resident = Resident {
        taken: toaster.taken(),
        window: Window::new(window::program(), seat.clone()),
        within_reach,
        client,
        settings,
        snapshots: snapshots.clone(),
        asks: trays.asks,
        answering: JoinSet::new(),
        door: tokio::spawn(door.serve(listener)),
        toaster: tokio::spawn(toaster.run(effects, trays.words)),
        tray,
        dock: tokio::spawn(dock::run(snapshots)),
        attendants,
        closing,
        revision: 0,
        rest: None,
    };
    resident.work(signal).await
}

/// The listener, if no other agent runs; `None` when one does and has shown its window.
async fn be_the_one(address: &Address) -> Result<Option<Listener>, AgentError> {
    let deadline = Instant::now() + NEITHER;
    loop {
        let taken = match Listener::bind(address) {
            Err(taken @ ListenError::AlreadyRunning) => taken,
            bound => return Ok(Some(bound?)),
        };
        match bridge::connect(address, Role::CommandLine).await {
            Ok((other, _)) => {
                return other
                    .ask(Request::ShowWindow { view: View::Any })
                    .await
                    .map(|_| None)
                    .map_err(AgentError::Raise);
            }
            Err(bridge::ConnectError::Refused(fault)) => return Err(AgentError::Raise(fault)),
            Err(_) if Instant::now() < deadline => sleep(GLANCE).await,
            Err(_) => return Err(taken.into()),
        }
    }
}

/// Everything that runs, and the one loop that answers.
struct Resident {
    client: Client,
    settings: Book,
    snapshots: watch::Receiver<Arc<Snapshot>>,
    window: Window,
    /// Whether what is stored could be seen at the last look.
    within_reach: watch::Sender<bool>,
    asks: mpsc::Receiver<Ask>,
    answering: JoinSet<()>,
    /// How many toasts the notification service has taken.
    taken: watch::Receiver<u32>,
    door: JoinHandle<()>,
    toaster: JoinHandle<()>,
    tray: JoinHandle<()>,
    dock: JoinHandle<()>,
    /// Those who have nothing to put away at the end.
    attendants: JoinSet<()>,
    closing: CancellationToken,
    /// What was stored at the last look.
    revision: u32,
    /// When memory is given back that nobody has needed for a while.
    rest: Option<Instant>,
}

impl Resident {
    async fn work(mut self, mut signal: signal::Endings) -> Result<(), AgentError> {
        let result = loop {
            let rest = self.rest;
            tokio::select! {
                Some(ask) = self.asks.recv() => if self.answer(ask).is_break() { break Ok(()) },
                () = self.window.ended() => self.busy(),
                Some(_) = self.answering.join_next() => {}
                () = signal.heard() => break Ok(()),
                () = async { sleep_until(rest.unwrap_or_else(Instant::now)).await }, if rest.is_some() => {
                    self.rest = None;
                    give_back_pieces();
                }
                change = self.snapshots.changed() => match change {
                    Ok(()) => self.look().await,
                    Err(_) => break Err(AgentError::ClientGone),
                },
            }
        };
        self.end().await;
        result
    }

    /// Something was done that takes memory for a while.
    fn busy(&mut self) {
        self.rest = Some(Instant::now() + REST);
    }

    /// A window that could show what is locked now ends: no text stays behind in it.
    async fn look(&mut self) {
        let (locked, signed_in, revision) = {
            let state = self.snapshots.borrow_and_update();
            (state.lock.locked, state.account.is_some(), state.revision)
        };
        if revision != self.revision {
            self.revision = revision;
            self.busy();
        }
        if *self.within_reach.borrow() && locked {
            self.window.close().await;
        }
        self.within_reach.send_replace(signed_in && !locked);
    }

    /// Window and end are the agent's own; the client answers everything else, without holding up the loop.
    fn answer(&mut self, Ask { request, by, reply }: Ask) -> ControlFlow<()> {
        self.busy();
        let result = match request {
            Request::ShowWindow { view } => self.window.show(view).map(|()| Answer::Done),
            Request::Raised => {
                self.window.is_up();
                Ok(Answer::Done)
            }
            Request::Quit => Ok(Answer::Done),
            Request::Settings => Ok(Answer::Settings(self.settings.page())),
            Request::Set { ref key, ref value } => self.settings.put(key, value.as_ref()).map(|()| Answer::Done),
            Request::SelfCheck => {
                let client = self.client.clone();
                self.answering.spawn(async move { give(reply, check::self_check(&client).await) });
                return ControlFlow::Continue(());
            }
            Request::SendTest => {
                let (client, taken) = (self.client.clone(), self.taken.clone());
                self.answering.spawn(async move { give(reply, check::send_test(&client, taken).await) });
                return ControlFlow::Continue(());
            }
            other => {
                let client = self.client.clone().by(by);
                self.answering.spawn(async move { give(reply, client.ask(other).await) });
                return ControlFlow::Continue(());
            }
        };
        let quit = request == Request::Quit;
        give(reply, result);
        if quit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// The client puts away what it has to keep, while all others take their leave; none can hold up another. The window
    /// hears of it before its connection ends: it would look for another agent.
    async fn end(self) {
        let Self {
            client,
            asks,
            mut window,
            mut answering,
            closing,
            door,
            toaster,
            tray,
            dock,
            mut attendants,
            mut snapshots,
            ..
        } = self;
        let leave = async {
            closing.cancel();
            answering.shutdown().await;
            // Cancelled, the guard lets go of its way to the client.
            attendants.shutdown().await;
            drop((client, asks));
            timeout(LEAVING, async { tokio::join!(door, toaster, tray, dock) }).await
        };
        let kept = timeout(ENDING, async { while snapshots.changed().await.is_ok() {} });
        let ((), left, kept) = tokio::join!(biased; window.close(), leave, kept);
        if left.is_err() || kept.is_err() {
            tracing::warn!("something did not end in time");
        }
    }
}

/// Whoever asked may be gone; then nobody needs the answer.
fn give(reply: oneshot::Sender<Result<Answer, Fault>>, result: Result<Answer, Fault>) {
    let _ = reply.send(result);
}
