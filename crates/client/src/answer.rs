//! Answers what window and command line ask.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use bridge::{Answer, Cursor, Fault, FaultCode, Filter, Page, Request};
use protocol::{Kind, NotificationId, Status};
use store::{AccountKey, Changes, Place, Reader, Select, StoreError};
use uuid::Uuid;

use crate::account::Account;
use crate::engine::{Engine, Errand, Reply, respond};
use crate::error::{store_fault, vault_fault};
use crate::rest::Rest;
use crate::server::Server;
use crate::session::Input;
use crate::toast::Effect;
use crate::{home, record, view};

/// The most rows one question may bring.
const LONGEST_PAGE: u32 = 500;

impl Engine {
    pub(crate) fn answer(&mut self, request: Request, reply: Reply) {
        match request {
            Request::Snapshot => respond(reply, Ok(Answer::Snapshot(self.state()))),
            Request::SignIn { server, email, password } => self.sign_in(&server, email, password, reply),
            Request::SignOut => self.sign_out(reply),
            Request::ChangeKeys => self.make_next_key(reply),
            Request::List { filter, after, limit } => {
                self.read(reply, move |reader| list(reader, filter, after.as_ref(), limit.min(LONGEST_PAGE)));
            }
            Request::Get { id } => self.read(reply, move |reader| get(reader, id).map(Answer::Row)),
            Request::MarkRead { ids } => respond(reply, self.act(&ids, Status::Read)),
            Request::MarkUnread { ids } => respond(reply, self.act(&ids, Status::Unread)),
            Request::Delete { ids } => respond(reply, self.act(&ids, Status::Deleted)),
            Request::Undo { ids } => respond(reply, self.undo(&ids)),
            Request::MarkShown { filter, last } => self.mark_shown(filter, last.0.parse().ok(), reply),
            Request::OpenRecord { id } => self.open_record(id, reply),
            Request::SelfCheck => self.self_check(reply),
            Request::ShowWindow { .. } | Request::Quit => {
                respond(reply, Err(Fault::new(FaultCode::Other, "Only the agent itself can do this.")));
            }
        }
    }

    pub(crate) fn act(&mut self, ids: &[Uuid], wanted: Status) -> Result<Answer, Fault> {
        let desk = self.desk.as_mut().ok_or_else(nobody)?;
        let ids: Vec<_> = ids.iter().copied().map(NotificationId).collect();
        let changes = desk.store.act(&ids, wanted).map_err(|error| store_fault(&error))?;
        self.acted(&ids, &changes);
        Ok(Answer::Done)
    }

    fn undo(&mut self, ids: &[Uuid]) -> Result<Answer, Fault> {
        let desk = self.desk.as_mut().ok_or_else(nobody)?;
        let ids: Vec<_> = ids.iter().copied().map(NotificationId).collect();
        let changes = desk.store.undo(&ids).map_err(|error| store_fault(&error))?;
        if !changes.any {
            return Err(Fault::new(FaultCode::Other, "It is too late to take this back."));
        }
        self.acted(&ids, &changes);
        Ok(Answer::Done)
    }

    fn acted(&mut self, ids: &[NotificationId], changes: &Changes) {
        if let Some(online) = self.desk.as_mut().and_then(|desk| desk.online.as_mut()) {
            online.note_acted(Instant::now(), ids);
        }
        self.changed(changes);
        self.tell(Input::Acted);
    }

    /// What was shown is looked up beside the loop, and done when it is known.
    fn mark_shown(&mut self, filter: Filter, last: Option<i64>, reply: Reply) {
        let (reader, last) = match (&self.desk, last) {
            (Some(desk), Some(last)) => (Arc::clone(&desk.reader), last),
            (None, _) => return respond(reply, Err(nobody())),
            (_, None) => return respond(reply, Err(no_place())),
        };
        self.errands.spawn_blocking(move || {
            let reader = reader.lock().unwrap_or_else(PoisonError::into_inner);
            let shown = reader.unread_through(&select(filter), last);
            let shown = shown.map(|ids| ids.into_iter().map(|id| id.0).collect());
            Errand::Shown(shown.map_err(|error| store_fault(&error)), reply)
        });
    }

    fn open_record(&self, id: Uuid, reply: Reply) {
        let Some(desk) = &self.desk else { return respond(reply, Err(nobody())) };
        let (server, show) = (desk.account.server.clone(), self.show.clone());
        self.read(reply, move |reader| {
            let row = get(reader, id)?;
            let browse = Effect::Browse(record::page(&server, row.related.as_ref()));
            let busy = |_| Fault::new(FaultCode::Other, "The desktop is busy. Try again.");
            show.try_send(browse).map(|()| Answer::Done).map_err(busy)
        });
    }

    /// Long reads have a thread of their own, so that nothing waits for them but the one who asked.
    fn read(&self, reply: Reply, question: impl FnOnce(&Reader) -> Result<Answer, Fault> + Send + 'static) {
        match &self.desk {
            None => respond(reply, Err(nobody())),
            Some(desk) => {
                let reader = Arc::clone(&desk.reader);
                tokio::task::spawn_blocking(move || {
                    respond(reply, question(&reader.lock().unwrap_or_else(PoisonError::into_inner)));
                });
            }
        }
    }

    fn sign_in(&mut self, server: &str, email: String, password: bridge::Password, reply: Reply) {
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
    fn make_next_key(&mut self, reply: Reply) {
        let Some(account) = self.desk.as_ref().map(|desk| desk.account.clone()) else {
            return respond(reply, Err(nobody()));
        };
        let (vault, entry) = (Arc::clone(&self.setup.vault), Arc::clone(&self.entry));
        self.errands.spawn(async move {
            let _turn = entry.lock_owned().await;
            let made = tokio::task::spawn_blocking(move || {
                let key = home::next_key(&*vault, &account).map_err(|error| vault_fault(&error));
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
            Ok(reader) => desk.reader = Arc::new(Mutex::new(reader)),
            Err(error) => return respond(reply, Err(store_fault(&error))),
        }
        let (vault, entry) = (Arc::clone(&self.setup.vault), Arc::clone(&self.entry));
        tokio::spawn(async move {
            let _turn = entry.lock_owned().await;
            let kept = tokio::task::spawn_blocking(move || home::keep_next_key(&*vault, &account, &key)).await;
            let kept = kept.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
            respond(reply, kept.map(|()| Answer::Done).map_err(|error| vault_fault(&error)));
        });
    }

    fn sign_out(&mut self, reply: Reply) {
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

fn list(reader: &Reader, filter: Filter, after: Option<&Cursor>, limit: u32) -> Result<Answer, Fault> {
    let after = after.map(place).transpose()?;
    let page = reader.page(&select(filter), after, limit as usize).map_err(|error| store_fault(&error))?;
    if page.damaged > 0 {
        tracing::error!(rows = page.damaged, "damaged rows were left out");
    }
    Ok(Answer::Page(Page {
        rows: page.rows.into_iter().map(view::preview).collect(),
        next: page.next.map(cursor),
        last: Cursor(page.last.to_string()),
        unread: page.unread,
    }))
}

fn get(reader: &Reader, id: Uuid) -> Result<bridge::Row, Fault> {
    let row = reader.row(NotificationId(id)).map_err(|error: StoreError| store_fault(&error))?;
    row.map(view::row).ok_or_else(|| Fault::new(FaultCode::NotFound, "This notification is not there any more."))
}

fn select(filter: Filter) -> Select {
    Select {
        kind: filter.kind.as_deref().map(Kind::from),
        status: filter.status.map(|status| match status {
            bridge::Status::Unread => Status::Unread,
            bridge::Status::Read => Status::Read,
        }),
        text: filter.text,
    }
}

fn cursor(place: Place) -> Cursor {
    Cursor(place.to_string())
}

fn place(cursor: &Cursor) -> Result<Place, Fault> {
    cursor.0.parse().map_err(|_| no_place())
}

fn no_place() -> Fault {
    Fault::new(FaultCode::Other, "This is no place in a list.")
}

fn nobody() -> Fault {
    Fault::new(FaultCode::Credentials, "Nobody is signed in. Sign in first.")
}
