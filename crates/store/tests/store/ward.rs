//! An account with an empty store, and notifications about invented people.

use jiff::{SignedDuration, Timestamp};
use protocol::{Kind, Notification, NotificationId, Related, Status};
use store::{AccountId, AccountKey, Coverage, Listing, Select, Store, StoredRow};

pub struct Ward {
    pub folder: tempfile::TempDir,
    pub key: AccountKey,
    pub store: Store,
}

impl Ward {
    pub fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = AccountKey::generate();
        let store = Store::open(&folder.path().join("store.db"), account(), &key).unwrap();
        Self { folder, key, store }
    }

    /// As after a power cut: what was not committed is gone.
    pub fn reopen(&mut self) {
        self.store = self.open_again(&self.key).unwrap();
    }

    pub fn open_again(&self, key: &AccountKey) -> Result<Store, store::StoreError> {
        Store::open(&self.path(), account(), key)
    }

    pub fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("store.db")
    }

    pub fn rows(&self, select: &Select) -> Vec<StoredRow> {
        self.store.reader().unwrap().page(select, i64::MAX, 0, 1000).unwrap().rows
    }

    pub fn status(&self, of: &Notification) -> Option<Status> {
        self.store.reader().unwrap().row(of.id).unwrap().map(|row| row.notification.status)
    }

    /// Sends all that waits, as far as the outbox can tell.
    pub fn send_all(&mut self) -> Vec<store::Pending> {
        let pending = self.store.pending().unwrap();
        self.store.sending(&pending).unwrap();
        pending
    }

    /// What the actions that wait want.
    pub fn wanted(&self) -> Vec<Status> {
        self.store.pending().unwrap().into_iter().map(|action| action.wanted).collect()
    }

    /// What REST would say if these were all rows there are.
    pub fn listing(&self, rows: &[Notification]) -> Listing {
        Listing {
            rows: rows.to_vec(),
            gone: Vec::new(),
            covers: Coverage::Everything,
            asked_at: self.store.last_seq().unwrap(),
            cursor: None,
        }
    }
}

pub fn account() -> AccountId {
    AccountId::of("https://ward.example", "ada@ward.example")
}

/// The `n`th notification; later ones are newer.
pub fn note(n: u32, message: &str) -> Notification {
    let start: Timestamp = "2026-11-22T08:00:00Z".parse().unwrap();
    Notification {
        id: NotificationId(format!("00000000-0000-4000-8000-{n:012}").parse().unwrap()),
        kind: Kind::ALL[n as usize % Kind::ALL.len()].clone(),
        message: message.to_owned(),
        date: start + SignedDuration::from_mins(n.into()),
        status: Status::Unread,
        related: Related::default(),
    }
}
