//! Signing in and out, and new keys.

use std::sync::Arc;

use bridge::{Answer, Fault, FaultCode};
use store::access_log::Access;
use store::{AccountKey, leave_nothing};

use crate::account::Account;
use crate::answer::nobody;
use crate::desk::Desk;
use crate::engine::{Engine, Errand, Reply, respond};
use crate::error::store_fault;
use crate::lock::Change;
use crate::rest::Rest;
use crate::server::Server;
use crate::{home, view};

impl Engine {
    pub(crate) fn sign_in(&mut self, server: &str, email: String, password: bridge::Password, reply: Reply) {
        let server = match Server::parse(server) {
            Ok(server) => server,
            Err(error) => return respond(reply, Err(Fault::new(FaultCode::Server, error.to_string()))),
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
}

/// What the access log says of a change.
fn noted(change: &Change) -> Access {
    match (change.rows, &change.new) {
        (true, _) => Access::KeysChanged,
        (false, Some(_)) => Access::PinSet,
        (false, None) => Access::PinRemoved,
    }
}
