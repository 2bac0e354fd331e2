//! Signing in and out, and new keys.

use std::sync::{Arc, Mutex};

use bridge::{Answer, Fault, FaultCode};
use store::AccountKey;

use crate::account::Account;
use crate::answer::nobody;
use crate::engine::{Engine, Errand, Reply, respond};
use crate::error::store_fault;
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
                home::begin(&data, &*vault, &account).map(|store| (account, store))
            });
            let begun = begun.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
            Errand::SignedIn(begun.map_err(|error| error.fault()), reply)
        });
    }

    /// First the keyring has the new key beside the old one, then the database has it, then the keyring has it alone:
    /// whenever the power is cut, one of them opens the database.
    pub(crate) fn make_next_key(&mut self, reply: Reply) {
        let Some(account) = self.desk.as_ref().map(|desk| desk.account.clone()) else {
            return respond(reply, Err(nobody()));
        };
        let (vault, entry) = (Arc::clone(&self.setup.vault), Arc::clone(&self.entry));
        self.errands.spawn(async move {
            let _turn = entry.lock_owned().await;
            let made = tokio::task::spawn_blocking(move || {
                let key = home::next_key(&*vault, &account).map_err(|error| error.fault());
                Errand::NextKey(account, key, reply)
            });
            made.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
        });
    }

    pub(crate) fn change_keys(&mut self, account: Account, key: AccountKey, reply: Reply) {
        let Some(desk) = self.desk.as_mut().filter(|desk| desk.account.id() == account.id()) else {
            return respond(reply, Err(nobody()));
        };
        let rotated = desk.store.rotate(&key).and_then(|()| desk.store.reader());
        match rotated {
            Ok(reader) => {
                desk.reader = Arc::new(Mutex::new(reader));
                desk.end_search();
            }
            Err(error) => return respond(reply, Err(store_fault(&error))),
        }
        let (vault, entry) = (Arc::clone(&self.setup.vault), Arc::clone(&self.entry));
        tokio::spawn(async move {
            let _turn = entry.lock_owned().await;
            let kept = tokio::task::spawn_blocking(move || home::keep_next_key(&*vault, &account, &key)).await;
            let kept = kept.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
            respond(reply, kept.map(|()| Answer::Done).map_err(|error| error.fault()));
        });
    }

    pub(crate) fn sign_out(&mut self, reply: Reply) {
        let Some(desk) = self.desk.take() else { return respond(reply, Err(nobody())) };
        if let Some(online) = desk.online {
            online.sign_out();
        }
        self.idle = view::signed_out();
        let (data, vault, account) = (self.setup.data.clone(), Arc::clone(&self.setup.vault), desk.account);
        let entry = Arc::clone(&self.entry);
        self.errands.spawn(async move {
            let _turn = entry.lock().await;
            let wiped = tokio::task::spawn_blocking(move || home::wipe(&data, &*vault, &account));
            let wiped = wiped.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
            Errand::SignedOut(wiped.map_err(|error| error.fault()), reply)
        });
    }
}
