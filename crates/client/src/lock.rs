//! Locking, unlocking and the PIN.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bridge::{Answer, Fault, FaultCode, Password};
use language::say;
use store::access_log::{Access, By};
use store::{AccountKey, Pin, PinError, Store, StoreError, leave_nothing};

use crate::account::Account;
use crate::answer::{locked, nobody};
use crate::desk::{Desk, Safe};
use crate::engine::{Engine, Errand, Reply, respond};
use crate::error::store_fault;
use crate::home::{self, HomeError};
use crate::opened::Opened;
use crate::session::Input;
use crate::tries::Tries;

impl Engine {
    /// Closes what is stored: counts stay, keys and texts go. Answered when the last reader is gone.
    pub(crate) fn lock(&mut self, reply: Reply) {
        let Some(desk) = &mut self.desk else { return respond(reply, Err(nobody())) };
        desk.locks += 1;
        let (locked, readers) = match std::mem::replace(&mut desk.safe, Safe::Locked(Default::default())) {
            Safe::Open(opened) => opened.close(),
            already @ Safe::Locked(_) => {
                desk.safe = already;
                return respond(reply, Ok(Answer::Done));
            }
        };
        desk.safe = Safe::Locked(locked);
        self.hide_toasts();
        self.note(Access::Locked, reply.by);
        self.seen_locked();
        self.errands.spawn(async move {
            readers.wait().await;
            Errand::Locked(reply)
        });
    }

    /// What the server's connections hold of texts goes, too.
    pub(crate) fn seen_locked(&mut self) {
        if let Some(online) = self.desk.as_mut().and_then(|desk| desk.online.as_mut()) {
            online.count_only(true);
        }
        self.tell(Input::Locked);
    }

    pub(crate) fn unlock(&mut self, pin: Option<&Password>, reply: Reply) {
        let Some(desk) = &self.desk else { return respond(reply, Err(nobody())) };
        let pin = match (&desk.safe, desk.pin) {
            (Safe::Open(_), _) => return respond(reply, Ok(Answer::Done)),
            (_, bridge::Pin::Missing) => return respond(reply, Err(pin_wanted())),
            (_, bridge::Pin::None) => None,
            (_, bridge::Pin::Set) => match self.typed(pin) {
                Ok(pin) => Some(pin),
                Err(why) => return respond(reply, Err(why)),
            },
        };
        let (data, vault, account) = (self.setup.data.clone(), Arc::clone(&self.setup.vault), desk.account.clone());
        let (entry, locks) = (Arc::clone(&self.entry), desk.locks);
        self.errands.spawn(async move {
            let _turn = entry.lock_owned().await;
            let opened = tokio::task::spawn_blocking(move || {
                let opened = leave_nothing(|| home::open(&data, &*vault, &account, pin.as_ref()));
                Errand::Unlocked((account, locks), opened, reply)
            });
            opened.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
        });
    }

    /// What somebody wanted locked once more meanwhile stays locked.
    pub(crate) fn unlocked(&mut self, of: (&Account, u32), store: Result<Store, HomeError>, reply: Reply) {
        let (account, locks) = of;
        if store.is_ok() && self.desk.as_ref().is_some_and(|desk| desk.locks != locks) {
            return respond(reply, Err(locked()));
        }
        self.open_up(account, store, reply);
    }

    fn open_up(&mut self, account: &Account, store: Result<Store, HomeError>, reply: Reply) {
        let store = store.map_err(|error| self.refused(&error, reply.by));
        let done = store.and_then(|store| self.reopen(account, store));
        if done.is_ok() {
            self.note(Access::Unlocked, reply.by);
        }
        respond(reply, done.map(|()| Answer::Done));
    }

    /// Puts what was locked within reach again.
    fn reopen(&mut self, account: &Account, store: Store) -> Result<(), Fault> {
        self.tries = Tries::default();
        let same = |desk: &&mut Desk| desk.account.id() == account.id();
        let desk = self.desk.as_mut().filter(same).ok_or_else(nobody)?;
        let told = match std::mem::replace(&mut desk.safe, Safe::Locked(Default::default())) {
            Safe::Locked(locked) => locked.told(),
            open @ Safe::Open(_) => {
                desk.safe = open;
                return Ok(());
            }
        };
        desk.safe = Safe::Open(Box::new(Opened::new(store, told).map_err(|error| store_fault(&error))?));
        if let Some(online) = &mut desk.online {
            online.count_only(false);
        }
        self.tell(Input::Unlocked);
        self.announce();
        self.verify()
    }

    /// Sets, changes or takes off the PIN; first the keyring has the new key beside the old one (see
    /// [`Self::make_next_key`]).
    pub(crate) fn set_pin(&mut self, current: Option<&Password>, new: Option<&Password>, reply: Reply) {
        match self.new_pin(current, new) {
            Ok((None, Some(new))) if self.is_waiting_for_a_pin() => self.begin_pin(new, reply),
            Ok((current, new)) => self.make_next_key(Change { current, new, rows: false }, reply),
            Err(why) => respond(reply, Err(why)),
        }
    }

    fn is_waiting_for_a_pin(&self) -> bool {
        self.desk.as_ref().is_some_and(|desk| desk.pin == bridge::Pin::Missing)
    }

    fn new_pin(&self, current: Option<&Password>, new: Option<&Password>) -> Result<(Option<Pin>, Option<Pin>), Fault> {
        let desk = self.desk.as_ref().ok_or_else(nobody)?;
        if matches!(desk.safe, Safe::Locked(_)) && desk.pin != bridge::Pin::Missing {
            return Err(locked());
        }
        let current = match desk.pin {
            bridge::Pin::Set => Some(self.typed(current)?),
            bridge::Pin::None | bridge::Pin::Missing => None,
        };
        match new {
            Some(new) => Ok((current, Some(chosen(new)?))),
            None if self.settings().pin_required => Err(pin_wanted()),
            None => Ok((current, None)),
        }
    }

    /// The first PIN, wanted by the administrator: nothing was within reach before.
    fn begin_pin(&mut self, pin: Pin, reply: Reply) {
        let Some(desk) = &self.desk else { return respond(reply, Err(nobody())) };
        let (data, vault, account) = (self.setup.data.clone(), Arc::clone(&self.setup.vault), desk.account.clone());
        let entry = Arc::clone(&self.entry);
        self.errands.spawn(async move {
            let _turn = entry.lock_owned().await;
            let opened = tokio::task::spawn_blocking(move || {
                let opened = leave_nothing(|| home::open_with_new_pin(&data, &*vault, &account, &pin));
                Errand::PinSet(account, opened, reply)
            });
            opened.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
        });
    }

    pub(crate) fn pin_set(&mut self, account: &Account, store: Result<Store, HomeError>, reply: Reply) {
        if let (Ok(_), Some(desk)) = (&store, &mut self.desk) {
            desk.pin = bridge::Pin::Set;
            self.note(Access::PinSet, reply.by);
        }
        self.open_up(account, store, reply);
    }

    /// The PIN that was typed, if one may be tried now.
    pub(crate) fn typed(&self, pin: Option<&Password>) -> Result<Pin, Fault> {
        let pin = pin.ok_or_else(|| Fault::new(FaultCode::Pin, say::pin_type()))?;
        match self.tries.wait(Instant::now()) {
            Some(wait) => Err(too_many(wait)),
            None => chosen(pin),
        }
    }

    /// What the user is told when a place did not open; a wrong PIN counts.
    pub(crate) fn refused(&mut self, error: &HomeError, by: Option<By>) -> Fault {
        if !matches!(error, HomeError::Store(StoreError::WrongPin)) {
            return error.fault();
        }
        self.note(Access::WrongPin, by);
        let now = Instant::now();
        self.tries.wrong(now);
        self.tries.wait(now).map_or_else(|| error.fault(), too_many)
    }
}

/// A change of an account's key.
pub struct Change {
    /// The PIN so far.
    pub current: Option<Pin>,
    /// The PIN from now on.
    pub new: Option<Pin>,
    /// Whether every row gets a new key, too.
    pub rows: bool,
}

impl Change {
    /// Makes the next key and puts it beside the present one, if the PIN is right.
    pub fn begin(&self, vault: &dyn store::Vault, account: &Account) -> Result<AccountKey, HomeError> {
        home::prove(vault, account, self.current.as_ref())?;
        home::next_key(vault, account, self.new.as_ref())
    }
}

fn chosen(typed: &Password) -> Result<Pin, Fault> {
    let pin = Pin::new(&typed.expose().into());
    pin.map_err(|error| {
        let why = match error {
            PinError::TooShort => say::pin_short(Pin::SHORTEST),
            PinError::TooLong => say::pin_long(Pin::LONGEST),
        };
        Fault::new(FaultCode::Pin, why)
    })
}

fn pin_wanted() -> Fault {
    Fault::new(FaultCode::Pin, say::pin_wanted())
}

fn too_many(wait: Duration) -> Fault {
    let seconds = wait.as_secs() + 1;
    Fault::new(FaultCode::Pin, say::pin_tries(seconds))
}
