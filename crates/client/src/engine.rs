//! The one loop that owns store, session and socket. It decides nothing that a pure module can decide.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bridge::settings::Settings;
use bridge::{Answer, Fault, Link, Snapshot};
use jiff::Timestamp;
use protocol::{NotificationId, Status};
use store::access_log::{Access, By};
use store::{AccountId, AccountKey, Retention, Search, Store, StoreError, leave_nothing};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::sleep_until;
use tokio_util::task::task_tracker::TaskTrackerToken;
use uuid::Uuid;

use crate::account::Account;
use crate::answer::nobody;
use crate::client::{Incoming, Setup, Stir};
use crate::desk::{Desk, Opening};
use crate::error::store_fault;
use crate::home::{HomeError, Place};
use crate::hush::Hush;
use crate::lock::Change;
use crate::logbook::Logbook;
use crate::online::Turn;
use crate::opened::Opened;
use crate::reminders::Reminders;
use crate::self_check::Delivery;
use crate::session::{Input, Now};
use crate::toast::{Effect, Toasts};
use crate::tries::Tries;
use crate::{home, view};

/// How soon a keyring or database that could not be opened is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(15);

/// The running client.
pub struct Engine {
    pub(crate) setup: Setup,
    pub(crate) desk: Option<Desk>,
    /// Opening, signing in and signing out, which may block or take long.
    pub(crate) errands: JoinSet<Errand>,
    /// Held while the account's entry in the keyring is written or deleted: in the order in which that was decided.
    pub(crate) entry: Arc<tokio::sync::Mutex<()>>,
    /// How things stand while no session does: signed out, or blocked.
    pub(crate) idle: Link,
    pub(crate) retry: Option<Instant>,
    /// Wrong PINs.
    pub(crate) tries: Tries,
    /// Ends before [`Self::show`]: whoever hears of the end finds everything written.
    pub(crate) logbook: Logbook,
    pub(crate) toasts: Toasts,
    pub(crate) reminders: Reminders,
    pub(crate) hush: Hush,
    /// A test notification that somebody waits for.
    pub(crate) delivery: Option<Delivery>,
    publish: watch::Sender<Arc<Snapshot>>,
    pub(crate) show: mpsc::Sender<Effect>,
}

/// Where an answer goes, and who waits for it.
pub struct Reply {
    /// Where it goes.
    pub way: oneshot::Sender<Result<Answer, Fault>>,
    /// Who asked, if that is known.
    pub by: Option<By>,
}

/// An errand that came back.
pub enum Errand {
    /// The start: who was signed in, and what is stored.
    Remembered(Result<Option<(Account, Place)>, Fault>),
    /// A sign-in that somebody waits for.
    SignedIn(Result<(Account, Place), Fault>, Reply),
    /// A sign-out that somebody waits for.
    SignedOut(Result<(), Fault>, AccountId, Reply),
    /// A new key for an account, which the keyring holds beside the present one.
    NextKey { account: Account, change: Change, key: Result<AccountKey, HomeError>, reply: Reply },
    /// Nobody reads any more what was locked.
    Locked(Reply),
    /// What was locked, opened; with how often it had been locked when that began.
    Unlocked((Account, u32), Result<Store, HomeError>, Reply),
    /// What waited for its first PIN, opened and with it.
    PinSet(Account, Result<Store, HomeError>, Reply),
    /// Whether the whole database of this account fits together.
    Verified(AccountId, Result<Vec<i64>, StoreError>),
    /// A search that was asked for.
    SearchOpened(Opening, Result<(Search, TaskTrackerToken), Fault>, Reply),
    /// What the server said to a test notification, and when it was asked.
    TestSent(Result<NotificationId, Fault>, Instant, Reply),
    /// The unread rows of a list that somebody wants to be read.
    Shown(Result<Vec<Uuid>, Fault>, Reply),
}

#[allow(clippy::large_enum_variant, reason = "one at a time, on the stack of the loop")]
enum Event {
    Incoming(Incoming),
    Errand(Errand),
    Online(Turn),
    Set,
    Due,
    Retry,
    Ended,
}

impl Engine {
    /// Nothing happens before [`Self::run`].
    pub fn new(
        setup: Setup,
        logbook: Logbook,
        publish: watch::Sender<Arc<Snapshot>>,
        show: mpsc::Sender<Effect>,
    ) -> Self {
        Self {
            setup,
            desk: None,
            errands: JoinSet::new(),
            entry: Arc::default(),
            idle: Link::Connecting,
            retry: None,
            tries: Tries::default(),
            logbook,
            toasts: Toasts::default(),
            reminders: Reminders::default(),
            hush: Hush::default(),
            delivery: None,
            publish,
            show,
        }
    }

    /// Runs until nobody can ask any more.
    pub async fn run(mut self, mut outside: mpsc::Receiver<Incoming>) {
        self.note(Access::Started, Some(By::System));
        self.remember();
        loop {
            let event = self.next(&mut outside).await;
            // A thread that waits holds no key on its stack.
            if leave_nothing(|| self.take(event)).is_break() {
                return;
            }
        }
    }

    fn take(&mut self, event: Event) -> ControlFlow<()> {
        match event {
            Event::Incoming(Incoming::Asked(request, reply)) => self.answer(request, reply),
            Event::Incoming(Incoming::Stirred(stir)) => self.stirred(stir),
            Event::Errand(errand) => self.came_back(errand),
            Event::Online(turn) => self.take_turn(turn),
            Event::Set => self.set(),
            // What is due is shown after every event.
            Event::Due => {}
            Event::Retry => self.remember(),
            Event::Ended => return ControlFlow::Break(()),
        }
        self.leave_soiled_socket();
        if let Some(online) = self.desk.as_mut().and_then(|desk| desk.online.as_mut()) {
            online.forget(Instant::now());
        }
        self.let_go();
        self.rest();
        self.come_due(Timestamp::now());
        self.show_due();
        self.follow_delivery(Instant::now());
        self.publish();
        ControlFlow::Continue(())
    }

    async fn next(&mut self, outside: &mut mpsc::Receiver<Incoming>) -> Event {
        let rest = self.opened().ok().and_then(|opened| opened.rests_at());
        let due = self.comes_due().into_iter().chain(self.next_due()).chain(self.delivery_is_late()).chain(rest).min();
        let retry = self.retry;
        let online = self.desk.as_mut().and_then(|desk| desk.online.as_mut());
        tokio::select! {
            Ok(()) = self.setup.settings.changed() => Event::Set,
            incoming = outside.recv() => incoming.map_or(Event::Ended, Event::Incoming),
            Some(errand) = self.errands.join_next() => match errand {
                Ok(errand) => Event::Errand(errand),
                Err(error) => std::panic::resume_unwind(error.into_panic()),
            },
            Some(turn) = async { Some(online?.turn().await) } => Event::Online(turn),
            () = async { sleep_until(retry.unwrap_or_else(Instant::now).into()).await }, if retry.is_some() => Event::Retry,
            () = async { sleep_until(due.unwrap_or_else(Instant::now).into()).await }, if due.is_some() => Event::Due,
        }
    }

    /// Opens what an earlier run left.
    fn remember(&mut self) {
        self.retry = None;
        let (data, vault) = (self.setup.data.clone(), Arc::clone(&self.setup.vault));
        self.errands.spawn_blocking(move || {
            let enter = |account| home::enter(&data, &*vault, &account).map(|place| (account, place));
            let remembered = || home::remembered(&*vault)?.map(enter).transpose();
            let opened: Result<_, HomeError> = leave_nothing(remembered);
            Errand::Remembered(opened.map_err(|error| error.fault()))
        });
    }

    fn came_back(&mut self, errand: Errand) {
        match errand {
            // Somebody signed in while the keyring was being asked.
            Errand::Remembered(_) if self.desk.is_some() => {}
            Errand::Remembered(Ok(Some((account, place)))) => {
                self.take_desk(account, place).unwrap_or_else(|why| self.block(why));
            }
            Errand::Remembered(Ok(None)) => self.idle = view::signed_out(),
            Errand::Remembered(Err(why)) => self.block(why),
            Errand::SignedIn(Ok((account, place)), reply) => {
                let taken = self.take_desk(account, place);
                if taken.is_ok() {
                    self.note(Access::SignedIn, reply.by);
                }
                // Something about the account before may have been written after this one's entry.
                self.keep_account();
                respond(reply, taken.map(|()| Answer::Done));
            }
            Errand::SignedIn(Err(why), reply)
            | Errand::SearchOpened(_, Err(why), reply)
            | Errand::Shown(Err(why), reply) => respond(reply, Err(why)),
            Errand::Verified(account, verdict) => self.verified(account, verdict),
            Errand::SearchOpened(opening, Ok((search, _open)), reply) => self.search_opened(opening, search, reply),
            Errand::NextKey { account, change, key: Ok(key), reply } => {
                self.change_keys(account, &change, &key, reply);
            }
            Errand::NextKey { key: Err(error), reply, .. } => {
                let why = self.refused(&error, reply.by);
                respond(reply, Err(why));
            }
            Errand::Locked(reply) => respond(reply, Ok(Answer::Done)),
            Errand::Unlocked((account, locks), store, reply) => self.unlocked((&account, locks), store, reply),
            Errand::PinSet(account, store, reply) => self.pin_set(&account, store, reply),
            Errand::TestSent(id, sent, reply) => self.test_sent(id, sent, reply),
            Errand::Shown(Ok(ids), reply) => {
                let done = self.act(&ids, Status::Read);
                respond(reply, done.map(|_| Answer::Marked(ids)));
            }
            Errand::SignedOut(done, account, reply) => {
                match done {
                    Ok(()) => self.logbook.note(Access::SignedOut, Some(account), reply.by),
                    // What could not be wiped must not be out of reach.
                    Err(_) => self.remember(),
                }
                respond(reply, done.map(|()| Answer::Done));
            }
        }
    }

    /// What is stored, unless nobody is signed in or it is locked.
    pub(crate) fn opened(&mut self) -> Result<&mut Opened, Fault> {
        self.desk.as_mut().ok_or_else(nobody)?.opened()
    }

    /// What is set at the moment.
    pub(crate) fn settings(&self) -> Arc<Settings> {
        Arc::clone(&self.setup.settings.borrow())
    }

    /// Lets go of old rows now and then.
    fn let_go(&mut self) {
        let settings = self.settings();
        let keep = Retention { days: Some(settings.retention_days.get()), rows: Some(settings.retention_rows.get()) };
        let Ok(opened) = self.opened() else { return };
        match opened.let_go(now(), &keep) {
            Ok(changes) => self.changed(&changes),
            Err(error) => tracing::warn!(%error, "old notifications could not be let go"),
        }
    }

    /// Gives memory back when nothing has happened for a while.
    fn rest(&mut self) {
        let Ok(opened) = self.opened() else { return };
        if let Err(error) = opened.rest(Instant::now()) {
            tracing::warn!(%error, "the database could not rest");
        }
    }

    /// Something is set in another way from now on.
    fn set(&mut self) {
        if let Ok(opened) = self.opened() {
            opened.let_go_at(Instant::now());
        }
    }

    pub(crate) fn block(&mut self, why: Fault) {
        self.idle = Link::Blocked { why };
        self.retry = Some(Instant::now() + TRY_AGAIN);
    }

    fn stirred(&mut self, stir: Stir) {
        match stir {
            Stir::Woke => self.tell(Input::Woke),
            Stir::Returned => self.tell(Input::Returned),
        }
        if self.retry.is_some() {
            self.remember();
        }
    }

    fn publish(&mut self) {
        let idle = match &self.setup.network {
            Ok(_) => self.idle.clone(),
            Err(why) => Link::Blocked { why: why.clone() },
        };
        let settings = self.settings();
        let state = match self.desk.as_mut().map(|desk| desk.snapshot(&idle, &settings)) {
            Some(Ok(state)) => state,
            Some(Err(error)) => view::empty(Link::Blocked { why: store_fault(&error) }, None),
            None => view::empty(idle, None),
        };
        let Hush { paused, consult } = self.hush;
        let state = Snapshot { paused, consult, server: settings.server.clone(), ..state };
        self.publish.send_if_modified(|shown| {
            let changed = **shown != state;
            if changed {
                *shown = Arc::new(state);
            }
            changed
        });
    }

    /// The state as last published.
    pub(crate) fn state(&self) -> Snapshot {
        Snapshot::clone(&self.publish.borrow())
    }
}

/// Whoever asked may have stopped waiting; then nobody needs the answer.
pub fn respond(reply: Reply, answer: Result<Answer, Fault>) {
    let _ = reply.way.send(answer);
}

/// The clocks and the dice.
pub fn now() -> Now {
    Now { instant: Instant::now(), wall: Timestamp::now(), chance: rand::random() }
}
