//! A signed-in stretch with a server: does what the [`Session`] orders, and brings back what came of it.

use std::time::Instant;

use protocol::{Command, Notification, NotificationId};
use store::Pending;
use tokio::task::JoinSet;
use tokio::time::sleep_until;

use crate::account::Cookies;
use crate::check::{self, Depth, Told, narrow};
use crate::error::ServerError;
use crate::grace::{Grace, Leaving, Road};
use crate::greeting::{Abilities, Greeting};
use crate::link::{Ended, Happening, Link};
use crate::network::Network;
use crate::rest::Rest;
use crate::send::Round;
use crate::server::Server;
use crate::session::{NOTICE_SLEEP, Now, Session};

/// Everything that ends together when the session ends or the user signs out. Dropping it closes the socket.
pub struct Online {
    /// Decides.
    pub session: Session,
    server: Server,
    cookies: Cookies,
    network: Network,
    rest: Rest,
    link: Option<Link>,
    /// Takes the place of `link` once it is open, so that nothing is missed between the two.
    next: Option<Link>,
    /// What comes is only counted.
    counting: bool,
    /// How the last socket ended, for whoever wants to know why there is none.
    pub ended: Option<Ended>,
    greeting: Greeting,
    grace: Grace,
    work: JoinSet<Done>,
}

/// Work that came to its end.
pub enum Done {
    /// A question to REST; `asked_at` is the store's last arrival when it was asked.
    Asked { depth: Depth, asked_at: i64, told: Result<Told, ServerError> },
    /// How many are unread, says the server.
    Counted(Result<u32, ServerError>),
    /// A round of sending; the next actions may leave then.
    Sent { round: Round, next: Option<Instant> },
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
            next: None,
            counting: false,
            ended: None,
            greeting: Greeting::default(),
            grace: Grace::default(),
            work: JoinSet::new(),
        })
    }

    /// Waits for the next thing to happen. Safe to cancel.
    pub async fn turn(&mut self) -> Turn {
        let soon = Instant::now() + NOTICE_SLEEP;
        let deadline = self.session.deadline().map_or(soon, |deadline| deadline.min(soon));
        tokio::select! {
            Some(happened) = async { Some(self.link.as_mut()?.happened().await) } => Turn::Socket(happened),
            Some(happened) = async { Some(self.next.as_mut()?.happened().await) } => self.swapped(happened),
            Some(done) = self.work.join_next() => match done {
                Ok(done) => Turn::Done(done),
                Err(error) => std::panic::resume_unwind(error.into_panic()),
            },
            () = sleep_until(deadline.into()) => Turn::Tick,
        }
    }

    /// Opens the socket.
    pub fn connect(&mut self) {
        self.next = None;
        self.link = Some(self.open());
    }

    /// Whether what comes is only counted. Then the server is not told that it was received, and keeps it for later.
    pub fn count_only(&mut self, counting: bool) {
        self.counting = counting;
        self.swap();
    }

    /// Leaves the socket, and what it holds in its buffers, for a new one.
    pub fn swap(&mut self) {
        self.next = self.link.is_some().then(|| self.open());
    }

    fn swapped(&mut self, happened: Vec<Happening>) -> Turn {
        let next = self.next.take();
        match happened.first() {
            // The one that is there stays as good as it is.
            None | Some(Happening::Ended(_)) => Turn::Tick,
            Some(_) => {
                self.link = next;
                Turn::Socket(happened)
            }
        }
    }

    fn open(&self) -> Link {
        let (server, cookies, network) = (self.server.clone(), self.cookies.clone(), self.network.clone());
        Link::open(server, cookies, network, self.rest.clone(), self.greeting.clone(), !self.counting)
    }

    /// Gives up what is under way over connections that may be dead.
    pub fn renew(&mut self) -> Result<(), ServerError> {
        self.work = JoinSet::new();
        self.rest = Rest::new(self.server.clone(), &self.network)?;
        Ok(())
    }

    /// Lets go of a socket that ended.
    pub fn disconnect(&mut self, how: Ended) {
        (self.link, self.next) = (None, None);
        self.ended = Some(how);
    }

    /// Asks REST, about what changed since the cursor if the server can tell.
    pub fn ask(&mut self, depth: Depth, asked_at: i64, cursor: Option<String>) {
        if depth == Depth::THOROUGH && self.greeting.known().is_some() {
            self.greeting = Greeting::default();
        }
        let (rest, cookies, greeting) = (self.rest.clone(), self.cookies.clone(), self.greeting.clone());
        self.work.spawn(async move {
            let told = check::ask(&rest, &cookies, &greeting, depth, cursor.as_deref()).await;
            Done::Asked { depth, asked_at, told }
        });
    }

    /// Asks REST for the one number that says nothing about anybody.
    pub fn count(&mut self) {
        let (rest, cookies) = (self.rest.clone(), self.cookies.clone());
        self.work.spawn(async move {
            let counted = rest.unread_count(&cookies).await;
            Done::Counted(counted.map(|count| narrow(count.unread_count)))
        });
    }

    /// Notes what the socket delivered.
    pub fn note_delivered(&mut self, now: Instant, pushed: &[Notification]) {
        self.grace.delivered(now, pushed.iter().map(|one| one.id));
    }

    /// Forgets what is over.
    pub fn forget(&mut self, now: Instant) {
        self.grace.forget(now);
    }

    /// Tells a server that wants to know what was kept for good.
    pub fn confirm(&self, kept: &[Notification]) {
        let Some(link) = self.link.as_ref().filter(|_| self.abilities().wants.receipts) else { return };
        let ids: Vec<_> = kept.iter().map(|one| one.id).collect();
        for receipt in Command::received(&ids) {
            // What is not confirmed comes again, and is known then.
            let _ = link.say(receipt);
        }
    }

    /// Notes what the user did, which can still be taken back.
    pub fn note_acted(&mut self, now: Instant, ids: &[NotificationId]) {
        self.grace.acted(now, ids);
    }

    /// Which of these actions leave now.
    pub fn leaving(&self, now: Instant, actions: Vec<Pending>) -> Leaving {
        let road = Road { stamps: !self.abilities().action_ids, socket: self.link.is_some() };
        self.grace.leaving(now, actions, road)
    }

    /// Tells the server what the user did.
    pub fn send(&mut self, Leaving { by_socket, by_rest, next }: Leaving) {
        for action in &by_socket {
            // One that the socket can't take now stays pending, as all that is not verified.
            let _ = self.link.as_ref().is_some_and(|link| link.say(Command::mark_read(action.id)));
        }
        let (rest, cookies, once) = (self.rest.clone(), self.cookies.clone(), self.abilities().action_ids);
        self.work.spawn(async move {
            let mut round = Round::of(&rest, &cookies, &by_rest, once).await;
            round.unverified += by_socket.len();
            Done::Sent { round, next }
        });
    }

    fn abilities(&self) -> Abilities {
        self.greeting.known().unwrap_or_default()
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
