use std::sync::{Arc, Mutex};

use bridge::{Account as Shown, Link, Row, Snapshot};
use protocol::Kind;
use store::{AccountId, Reader, Search, Store, StoreError, Tally};

use crate::account::Account;
use crate::online::Online;
use crate::session::Session;
use crate::view;

/// So many rows the snapshot carries, for the tray's menu.
const NEWEST: u32 = 5;

/// One opening of a search: the account's, and which of them.
pub type Opening = (AccountId, u32);

/// An account whose store is open.
pub struct Desk {
    pub account: Account,
    pub store: Store,
    pub reader: Arc<Mutex<Reader>>,
    /// While somebody searches.
    pub search: Option<Arc<Mutex<Search>>>,
    /// How often a search was opened or closed: tells one that is still wanted from one that is not.
    pub searches: u32,
    pub online: Option<Online>,
    /// Counts that stayed different after everything was read: rows that can't be read must not cost a full read each time.
    pub accepted: Option<(Tally, Tally)>,
    /// What the snapshot shows of the store, with the revision it was read at.
    stored: Option<(u32, Stored)>,
}

/// The part of a snapshot that only a change of the store can change.
#[derive(Clone)]
struct Stored {
    unread: Vec<(Kind, u32)>,
    pending: usize,
    newest: Vec<Row>,
}

impl Desk {
    /// An account that has just been opened.
    pub fn new(account: Account, store: Store, reader: Arc<Mutex<Reader>>, online: Option<Online>) -> Self {
        Self { account, store, reader, search: None, searches: 0, online, accepted: None, stored: None }
    }

    /// Nobody searches any more, not even with one that is just being opened.
    pub fn end_search(&mut self) {
        self.search = None;
        self.searches += 1;
    }

    /// The state, with `idle` for how things stand while no session does.
    pub fn snapshot(&mut self, idle: &Link) -> Result<Snapshot, StoreError> {
        let Stored { unread, pending, newest } = self.stored()?;
        let session = self.online.as_ref().map(|online| &online.session);
        let coverage = session.map(Session::coverage);
        Ok(Snapshot {
            revision: self.store.revision(),
            account: Some(Shown {
                name: self.account.name.clone(),
                email: self.account.email.clone(),
                server: self.account.server.origin(),
            }),
            link: session.map_or_else(|| idle.clone(), Session::link),
            lock: bridge::Lock::default(),
            unread: unread.iter().map(|(_, count)| count).sum(),
            kinds: view::kinds(&unread),
            pending: u32::try_from(pending).unwrap_or(u32::MAX),
            newest,
            checked: coverage.and_then(|coverage| coverage.checked),
            covered_since: coverage.and_then(|coverage| coverage.since),
            gap: coverage.and_then(|coverage| coverage.gap.clone()),
        })
    }

    fn stored(&mut self) -> Result<Stored, StoreError> {
        let revision = self.store.revision();
        if let Some((_, stored)) = self.stored.as_ref().filter(|(read_at, _)| *read_at == revision) {
            return Ok(stored.clone());
        }
        let newest = self.store.newest_unread(NEWEST)?.into_iter().map(view::preview).collect();
        let stored = Stored { unread: self.store.unread_by_kind()?, pending: self.store.pending()?.len(), newest };
        self.stored = Some((revision, stored.clone()));
        Ok(stored)
    }
}
