//! A signed-in stretch with a server: does what the [`Session`] orders, and brings back what came of it.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use protocol::{Command, Notification, NotificationId, Status};
use store::Pending;
use tokio::task::JoinSet;
use tokio::time::sleep_until;

use crate::account::Cookies;
use crate::check::{self, Depth, Told};
use crate::error::ServerError;
use crate::link::{Happening, Link};
use crate::network::Network;
use crate::rest::Rest;
use crate::send::{self, Round};
use crate::server::Server;
use crate::session::{NOTICE_SLEEP, Now, Session};

/// So long the server may still be stamping a row that it has just pushed: a change by REST could be lost, or undo the
/// stamp, while the socket's commands wait for it (protocol.md, section 4.3). Later REST is better: it knows a deleted row,
/// which the socket's `mark_read` would bring back (section 4).
const STAMPING: Duration = Duration::from_secs(10);

/// Everything that ends together when the session ends or the user signs out. Dropping it closes the socket.
pub struct Online {
    /// Decides.
    pub session: Session,
    server: Server,
    cookies: Cookies,
    network: Network,
    rest: Rest,
    link: Option<Link>,
    /// What the open socket delivered a moment ago.
    delivered: HashMap<NotificationId, Instant>,
    work: JoinSet<Done>,
}

/// Work that came to its end.
pub enum Done {
    /// A question to REST; `asked_at` is the store's last arrival when it was asked.
    Asked { depth: Depth, asked_at: i64, told: Result<Told, ServerError> },
    /// A round of sending.
    Sent(Round),
}

/// What happened.
pub enum Turn {
    /// On the socket, in this order.
    Socket(Vec<Happening>),
    /// In the background.
    Done(Done),
    /// Only time passed.
    Tick,
}

impl Online {
    /// Begins.
    pub fn begin(now: Now, server: Server, cookies: Cookies, network: Network) -> Result<Self, ServerError> {
        let rest = Rest::new(server.clone(), &network)?;
        Ok(Self {
            session: Session::begin(now),
            server,
            cookies,
            network,
            rest,
            link: None,
            delivered: HashMap::new(),
            work: JoinSet::new(),
        })
    }

    /// Waits for the next thing to happen. Safe to cancel.
    pub async fn turn(&mut self) -> Turn {
        let soon = Instant::now() + NOTICE_SLEEP;
        let deadline = self.session.deadline().map_or(soon, |deadline| deadline.min(soon));
        tokio::select! {
            Some(happened) = async { Some(self.link.as_mut()?.happened().await) } => Turn::Socket(happened),
            Some(done) = self.work.join_next() => match done {
                Ok(done) => Turn::Done(done),
                Err(error) => std::panic::resume_unwind(error.into_panic()),
            },
            () = sleep_until(deadline.into()) => Turn::Tick,
        }
    }

    /// Opens the socket.
    pub fn connect(&mut self) {
        self.delivered.clear();
        self.link = Some(Link::open(&self.server, &self.cookies, &self.network));
    }

    /// Gives up what is under way over connections that may be dead.
    pub fn renew(&mut self) -> Result<(), ServerError> {
        self.work = JoinSet::new();
        self.rest = Rest::new(self.server.clone(), &self.network)?;
        Ok(())
    }

    /// Lets go of a socket that ended.
    pub fn disconnect(&mut self) {
        self.link = None;
        self.delivered.clear();
    }

    /// Asks REST.
    pub fn ask(&mut self, depth: Depth, asked_at: i64) {
        let (rest, cookies) = (self.rest.clone(), self.cookies.clone());
        self.work.spawn(async move { Done::Asked { depth, asked_at, told: check::ask(&rest, &cookies, depth).await } });
    }

    /// Notes what the socket delivered.
    pub fn note_delivered(&mut self, now: Instant, pushed: &[Notification]) {
        self.delivered.retain(|_, at| now.duration_since(*at) < STAMPING);
        self.delivered.extend(pushed.iter().map(|one| (one.id, now)));
    }

    /// Tells the server what the user did: reads of what was delivered a moment ago by the socket that delivered it,
    /// everything else by REST, other changes of fresh rows in a later round.
    pub fn send(&mut self, now: Instant, actions: Vec<Pending>) {
        let stamping =
            |id: &NotificationId| self.delivered.get(id).is_some_and(|at| now.duration_since(*at) < STAMPING);
        let (fresh, actions): (Vec<_>, Vec<_>) = actions.into_iter().partition(|action| stamping(&action.id));
        for action in fresh.iter().filter(|action| action.wanted == Status::Read) {
            // One that the socket can't take now stays pending, as all that is not verified.
            let _ = self.link.as_ref().is_some_and(|link| link.say(Command::mark_read(action.id)));
        }
        let (rest, cookies) = (self.rest.clone(), self.cookies.clone());
        self.work.spawn(async move { Done::Sent(send::send(&rest, &cookies, &actions).await) });
    }

    /// Ends the session on the server, on the way out.
    pub fn sign_out(self) {
        tokio::spawn(async move {
            if let Err(error) = self.rest.sign_out(&self.cookies).await {
                tracing::info!(%error, "the server was not told of the sign-out; its session ends by age");
            }
        });
    }
}
