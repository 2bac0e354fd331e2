use jiff::{SignedDuration, Timestamp};
use protocol::{Kind, Notification, NotificationId, Related, Status};
use store::{AccountId, AccountKey, FollowUp, Pending, Select, Store, StoredRow};
use tempfile::TempDir;

/// A real store with a row in every state a row can be in.
pub struct Ward {
    pub folder: TempDir,
    pub key: AccountKey,
    pub store: Store,
    /// All that is listed.
    pub truth: Vec<StoredRow>,
    /// All that waits for the server.
    pending: Vec<Pending>,
}

/// Whose store it is.
pub fn account() -> AccountId {
    AccountId::of("https://ward.example", "ada@ward.example")
}

impl Ward {
    /// So many notifications were received.
    pub const ROWS: u32 = 8;

    pub fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = AccountKey::generate();
        let mut store = Store::open(&folder.path().join("store.db"), account(), &key).unwrap();
        let notes: Vec<_> = (1..=Self::ROWS).map(note).collect();
        store.receive(&notes).unwrap();
        store.act(&[notes[1].id, notes[2].id], Status::Read).unwrap();
        store.act(&[notes[3].id], Status::Deleted).unwrap();
        let pending = store.pending().unwrap();
        store.sending(&pending[1..]).unwrap();
        store.park(pending[0]).unwrap();
        store.gone(notes[4].id).unwrap();
        store.snooze(&[notes[5].id], Some(notes[7].date)).unwrap();
        store.follow_up(&[notes[6].id], Some(FollowUp { due: Some(notes[7].date) })).unwrap();
        let (truth, pending) = (listed(&store), store.pending().unwrap());
        Self { folder, key, store, truth, pending }
    }

    /// One more arrives.
    pub fn receive(&mut self, n: u32) {
        self.store.receive(&[note(n)]).unwrap();
        self.truth = listed(&self.store);
    }

    pub fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("store.db")
    }

    /// Whether this row was written just so. Why an action was refused is not sealed.
    pub fn wrote(&self, row: &StoredRow) -> bool {
        self.truth.iter().any(|truth| StoredRow { refused: truth.refused, ..row.clone() } == *truth)
    }

    /// Whether the user did this. Which key the action has is not sealed.
    pub fn wanted(&self, action: &Pending) -> bool {
        self.pending.iter().any(|known| (known.id, known.wanted) == (action.id, action.wanted))
    }
}

fn listed(store: &Store) -> Vec<StoredRow> {
    store.reader().unwrap().page(&Select::default(), i64::MAX, 0, 100).unwrap().rows
}

/// The `n`th notification; later ones are newer.
pub fn note(n: u32) -> Notification {
    let start: Timestamp = "2026-11-22T08:00:00Z".parse().unwrap();
    let (kind, message) = match n {
        6 => (Kind::Other("BILLING ąę".to_owned()), "long ".repeat(840)),
        _ => (Kind::ALL[n as usize % Kind::ALL.len()].clone(), format!("Bed {n} is free")),
    };
    let related = match n {
        7 => Related { kind: Some("appointment".to_owned()), id: Some("seven".to_owned()) },
        _ => Related::default(),
    };
    Notification {
        id: NotificationId(format!("00000000-0000-4000-8000-{n:012}").parse().unwrap()),
        kind,
        message,
        date: start + SignedDuration::from_mins(n.into()),
        status: Status::Unread,
        related,
    }
}
