//! Signing in and out, whose desk it is, and new keys.

use std::sync::Arc;

use bridge::{Answer, Fault, FaultCode, Link, Pin};
use language::say;
use store::access_log::Access;
use store::{AccountKey, StoreError, leave_nothing};

use crate::account::Account;
use crate::answer::nobody;
use crate::desk::{Desk, Safe};
use crate::engine::{Engine, Errand, Reply, now, respond};
use crate::error::{ServerError, store_fault};
use crate::home::Place;
use crate::hush::Hush;
use crate::lock::Change;
use crate::locked::{Locked, Told};
use crate::online::Online;
use crate::opened::Opened;
use crate::rest::Rest;
use crate::server::{BadAddress, Server};
use crate::toast::{Effect, about_itself};
use crate::{home, view};

impl Engine {
    pub(crate) fn sign_in(&mut self, server: &str, email: String, password: bridge::Password, reply: Reply) {
        let server = match self.permitted(server) {
            Ok(server) => server,
            Err(why) => return respond(reply, Err(why)),
        };
        let network = match &self.setup.network {
            Ok(network) => network.clone(),
            Err(why) => return respond(reply, Err(why.clone())),
        };
        let (data, vault) = (self.setup.data.clone(), Arc::clone(&self.setup.vault));
        let entry = Arc::clone(&self.entry);
        self.errands.spawn(async move {
            let cookies = match Rest::new(server.clone(), &network) {
                Ok(rest) => rest.sign_in(&email, password.expose()).await,
                Err(error) => Err(error),
            };
            let cookies = match cookies {
                Ok(cookies) => cookies,
                Err(error) => return Errand::SignedIn(Err(error.fault(&server)), reply),
            };
            let account = Account { server, email, name: None, cookies: Some(cookies) };
            let _turn = entry.lock().await;
            let begun = tokio::task::spawn_blocking(move || {
                leave_nothing(|| home::begin(&data, &*vault, &account)).map(|place| (account, place))
            });
            let begun = begun.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
            Errand::SignedIn(begun.map_err(|error| error.fault()), reply)
        });
    }

    /// A server's address, if the administrator lets people sign in there.
    fn permitted(&self, typed: &str) -> Result<Server, Fault> {
        let bad = |_: BadAddress| Fault::new(FaultCode::Server, say::server_no_address());
        let server = Server::parse(typed).map_err(bad)?;
        let settings = self.settings();
        let Some(only) = &settings.server else { return Ok(server) };
        if Server::parse(only).is_ok_and(|only| only == server) {
            return Ok(server);
        }
        Err(Fault::new(FaultCode::Server, say::server_only(only.as_str())))
    }

    pub(crate) fn new_keys(&mut self, pin: Option<&bridge::Password>, reply: Reply) {
        match self.new_keys_for(pin) {
            Ok(change) => self.make_next_key(change, reply),
            Err(why) => respond(reply, Err(why)),
        }
    }

    fn new_keys_for(&mut self, pin: Option<&bridge::Password>) -> Result<Change, Fault> {
        self.opened()?;
        let set = self.desk.as_ref().is_some_and(|desk| desk.pin == bridge::Pin::Set);
        let typed = || if set { self.typed(pin).map(Some) } else { Ok(None) };
        Ok(Change { current: typed()?, new: typed()?, rows: true })
    }

    /// First the keyring has the new key beside the old one, then the database has it, then the keyring has it alone:
    /// whenever the power is cut, one of them opens the database.
    pub(crate) fn make_next_key(&mut self, change: Change, reply: Reply) {
        let Some(account) = self.desk.as_ref().map(|desk| desk.account.clone()) else {
            return respond(reply, Err(nobody()));
        };
        let (vault, entry) = (Arc::clone(&self.setup.vault), Arc::clone(&self.entry));
        self.errands.spawn(async move {
            let _turn = entry.lock_owned().await;
            let made = tokio::task::spawn_blocking(move || {
                let key = change.begin(&*vault, &account);
                Errand::NextKey { account, change, key, reply }
            });
            made.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
        });
    }

    pub(crate) fn change_keys(&mut self, account: Account, change: &Change, key: &AccountKey, reply: Reply) {
        if let Err(why) = self.take_key(&account, change, key) {
            return respond(reply, Err(why));
        }
        self.note(noted(change), reply.by);
        let (vault, entry) = (Arc::clone(&self.setup.vault), Arc::clone(&self.entry));
        tokio::spawn(async move {
            let _turn = entry.lock_owned().await;
            let kept = tokio::task::spawn_blocking(move || home::keep_next_key(&*vault, &account)).await;
            let kept = kept.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
            respond(reply, kept.map(|()| Answer::Done).map_err(|error| error.fault()));
        });
    }

    fn take_key(&mut self, account: &Account, change: &Change, key: &AccountKey) -> Result<(), Fault> {
        let same = |desk: &&mut Desk| desk.account.id() == account.id();
        let desk = self.desk.as_mut().filter(same).ok_or_else(nobody)?;
        let opened = desk.opened()?;
        let done = match change.rows {
            true => opened.store.rotate(key).and_then(|()| opened.renew_reader()),
            false => opened.store.rewrap(key),
        };
        done.map_err(|error| store_fault(&error))?;
        desk.pin = if change.new.is_some() { bridge::Pin::Set } else { bridge::Pin::None };
        Ok(())
    }

    pub(crate) fn sign_out(&mut self, reply: Reply) {
        let Some(desk) = self.desk.take() else { return respond(reply, Err(nobody())) };
        if let Some(online) = desk.online {
            online.sign_out();
        }
        self.leave();
        self.idle = view::signed_out();
        let (data, vault, account) = (self.setup.data.clone(), Arc::clone(&self.setup.vault), desk.account);
        let (entry, id) = (Arc::clone(&self.entry), account.id());
        self.errands.spawn(async move {
            let _turn = entry.lock().await;
            let wiped = tokio::task::spawn_blocking(move || home::wipe(&data, &*vault, &account));
            let wiped = wiped.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
            Errand::SignedOut(wiped.map_err(|error| error.fault()), id, reply)
        });
    }

    /// What was told of and wished for is nobody else's.
    fn leave(&mut self) {
        self.hide_toasts();
        self.reminders.clear();
        self.hush = Hush::default();
    }

    /// Makes an account the current one, and goes online if it has a session.
    pub(crate) fn take_desk(&mut self, account: Account, place: Place) -> Result<(), Fault> {
        let (safe, pin) = self.safe(place).map_err(|error| store_fault(&error))?;
        let online = match (account.cookies.clone(), &self.setup.network) {
            (Some(cookies), Ok(network)) => Some(
                Online::begin(now(), account.server.clone(), cookies, network.clone())
                    .map_err(|error| error.fault(&account.server))?,
            ),
            _ => None,
        };
        if online.is_none() {
            self.idle = Link::SignedOut { why: Some(ServerError::SignedOut.fault(&account.server)) };
        }
        self.retry = None;
        // Nobody knows the session of the one before any more: it must not live on.
        if let Some(before) = self.desk.take().and_then(|desk| desk.online) {
            before.sign_out();
        }
        self.leave();
        let locked = matches!(safe, Safe::Locked(_));
        self.desk = Some(Desk { account, safe, pin, locks: 0, online });
        if locked {
            self.seen_locked();
            return Ok(());
        }
        self.announce();
        self.verify()
    }

    /// What is within reach, and what it takes. Where a PIN is wanted and none is set, nothing is.
    fn safe(&self, place: Place) -> Result<(Safe, Pin), StoreError> {
        Ok(match place {
            Place::Shut(last) => (Safe::Locked(Locked::new(0, last)), Pin::Set),
            Place::Open(store) if self.settings().pin_required => {
                (Safe::Locked(Locked::new(store.revision(), store.glance()?)), Pin::Missing)
            }
            Place::Open(store) => (Safe::Open(Box::new(Opened::new(store, Told::default())?)), Pin::None),
        })
    }

    /// The server ended the session: the stored rows stay readable, the pending actions wait.
    pub(crate) fn session_ended(&mut self) {
        let Some(desk) = &mut self.desk else { return };
        desk.online = None;
        desk.account.cookies = None;
        let why = ServerError::SignedOut.fault(&desk.account.server);
        let body = why.message.clone();
        self.idle = Link::SignedOut { why: Some(why) };
        self.keep_account();
        self.show(Effect::Show(about_itself(say::toast_signed_out(), body)));
    }

    /// Writes the account's entry in the keyring, in the background.
    pub(crate) fn keep_account(&self) {
        let Some(desk) = &self.desk else { return };
        let (vault, account) = (Arc::clone(&self.setup.vault), desk.account.clone());
        let entry = Arc::clone(&self.entry);
        tokio::spawn(async move {
            let _turn = entry.lock().await;
            match tokio::task::spawn_blocking(move || home::remember(&*vault, &account)).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::warn!(%error, "the keyring did not keep the account"),
                Err(error) => tracing::error!(%error, "keeping the account ended early"),
            }
        });
    }
}

/// What the access log says of a change.
fn noted(change: &Change) -> Access {
    match (change.rows, &change.new) {
        (true, _) => Access::KeysChanged,
        (false, Some(_)) => Access::PinSet,
        (false, None) => Access::PinRemoved,
    }
}
