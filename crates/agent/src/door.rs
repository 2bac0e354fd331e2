use std::sync::Arc;
use std::time::Duration;

use bridge::{Call, Event, Fault, FaultCode, Hello, Listener, Message, Peer, Request, Role, Snapshot};
use client::By;
use language::{Language, say};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::desk::Desk;
use crate::seat::{Seat, Sitting};
use crate::tongue::Tongue;

/// Time for a caller to say who it is.
const GREETING: Duration = Duration::from_secs(5);
/// Time for a caller to take what is said to it.
const HEARING: Duration = Duration::from_secs(10);
/// Time for callers to take their last answers when the agent ends.
const FAREWELL: Duration = Duration::from_secs(2);
/// Pause after the operating system refused a caller, for instance because too many files are open.
const PAUSE: Duration = Duration::from_millis(200);
/// Callers at a time.
const MOST_PEERS: usize = 64;
/// Requests a caller may have open at a time; it is not listened to while it has more.
const MOST_CALLS: usize = 32;

/// Where window and command line come in. Each caller has a task of its own, so none can disturb another.
#[derive(Clone)]
pub struct Door {
    /// Where their requests go.
    pub desk: Desk,
    /// What windows are told in; the command line is told in English.
    pub tongue: Tongue,
    /// What windows are told.
    pub snapshots: watch::Receiver<Arc<Snapshot>>,
    /// The place of the one window.
    pub seat: Seat,
    /// Cancelled when the agent ends: nobody is let in any more, open requests are still answered.
    pub closing: CancellationToken,
}

impl Door {
    /// Lets callers in until the agent ends.
    pub async fn serve(self, mut listener: Listener) {
        let mut peers = JoinSet::new();
        loop {
            tokio::select! {
                () = self.closing.cancelled() => break,
                Some(_) = peers.join_next() => {}
                peer = listener.accept(), if peers.len() < MOST_PEERS => match peer {
                    Ok(peer) => { peers.spawn(self.clone().receive(peer)); }
                    Err(error) => {
                        tracing::warn!("a caller could not be let in: {error}");
                        tokio::time::sleep(PAUSE).await;
                    }
                },
            }
        }
        let gone = async { while peers.join_next().await.is_some() {} };
        if timeout(FAREWELL, gone).await.is_err() {
            tracing::warn!("somebody did not take the last answer");
        }
    }

    async fn receive(self, mut peer: Peer) {
        let Ok(Some(hello)) = timeout(GREETING, peer.hello()).await else {
            return tracing::debug!("a caller did not introduce itself");
        };
        let (welcome, sitting) = match self.admit(&hello) {
            Ok(sitting) => (Ok(()), sitting),
            Err(fault) => (Err(fault), None),
        };
        let (admitted, is_window, desk) = (welcome.is_ok(), sitting.is_some(), self.desk.clone());
        let language = self.language(hello.role);
        if tell(&mut peer, Message::Welcome(welcome), language).await.is_some() && admitted {
            let by = if is_window { By::Window } else { By::CommandLine };
            Self { desk: self.desk.by(by), ..self }.talk(peer, sitting).await;
        }
        if is_window && desk.ask(Request::CloseSearch).await.is_err() {
            tracing::debug!("the agent ended before its window's search was closed");
        }
    }

    fn admit(&self, hello: &Hello) -> Result<Option<Sitting>, Fault> {
        let ours = env!("CARGO_PKG_VERSION");
        if hello.version != ours {
            let refusal = say::window_version(ours, crate::text::line(&hello.version));
            return Err(Fault::new(FaultCode::Other, refusal));
        }
        match hello.role {
            Role::CommandLine => Ok(None),
            Role::Window => match self.seat.take() {
                Some(sitting) => Ok(Some(sitting)),
                None => Err(Fault::new(FaultCode::AlreadyOpen, say::window_open())),
            },
        }
    }

    fn language(&self, role: Role) -> Language {
        match role {
            Role::Window => self.tongue.language(),
            Role::CommandLine => Language::English,
        }
    }

    /// Serves one caller; ends when it goes, talks nonsense, does not listen, or the agent ends.
    async fn talk(mut self, mut peer: Peer, mut sitting: Option<Sitting>) -> Option<()> {
        let is_window = sitting.is_some();
        let role = if is_window { Role::Window } else { Role::CommandLine };
        self.snapshots.mark_changed();
        let mut replies = JoinSet::new();
        loop {
            let language = self.language(role);
            tokio::select! {
                biased;
                event = next(&mut sitting) => tell(&mut peer, Message::Event(event), language).await?,
                change = self.snapshots.changed(), if is_window => {
                    change.ok()?;
                    let snapshot = Snapshot::clone(&self.snapshots.borrow_and_update());
                    tell(&mut peer, Message::Event(Event::Snapshot(snapshot)), language).await?;
                }
                () = self.tongue.changed(), if is_window => self.snapshots.mark_changed(),
                Some(reply) = replies.join_next() => tell(&mut peer, reply.ok()?, language).await?,
                () = self.closing.cancelled(), if replies.is_empty() => return None,
                call = peer.call(), if replies.len() < MOST_CALLS => {
                    replies.spawn(answer(self.desk.clone(), call?));
                }
            }
        }
    }
}

async fn answer(desk: Desk, Call { number, request }: Call) -> Message {
    Message::Reply { number, result: desk.ask(request).await }
}

/// The next event for a window; never, for others.
async fn next(sitting: &mut Option<Sitting>) -> Event {
    let event = match sitting {
        Some(sitting) => sitting.events.recv().await,
        None => None,
    };
    match event {
        Some(event) => event,
        None => std::future::pending().await,
    }
}

/// `None` when the caller is gone or does not listen.
async fn tell(peer: &mut Peer, message: Message, language: Language) -> Option<()> {
    timeout(HEARING, peer.say(&message.said_in(language))).await.ok()?.ok()
}
