use bridge::settings::{Settings, Tier};
use bridge::{Account as Shown, Lock, Pin, Row, Snapshot};
use protocol::Kind;
use store::{AccountId, StoreError};

use crate::account::Account;
use crate::answer::locked;
use crate::locked::Locked;
use crate::online::Online;
use crate::opened::Opened;
use crate::session::Session;
use crate::view;

/// One opening of a search: the account's, and which of them.
pub type Opening = (AccountId, u32);

/// The account that this desktop is for.
pub struct Desk {
    pub account: Account,
    pub safe: Safe,
    /// What unlocking takes.
    pub pin: Pin,
    /// How often somebody wanted it locked: what was being unlocked meanwhile stays so.
    pub locks: u32,
    pub online: Option<Online>,
}

/// What is stored for the account: within reach, or not.
pub enum Safe {
    Open(Box<Opened>),
    Locked(Locked),
}

/// What a snapshot shows of it.
#[derive(Clone)]
pub struct Stored {
    pub revision: u32,
    pub unread: u32,
    pub follow_ups: u32,
    pub snoozed: u32,
    pub kinds: Vec<(Kind, u32)>,
    pub pending: u32,
    pub newest: Vec<Row>,
}

impl Desk {
    /// What is stored, unless it is locked.
    pub fn opened(&mut self) -> Result<&mut Opened, bridge::Fault> {
        match &mut self.safe {
            Safe::Open(opened) => Ok(opened),
            Safe::Locked(_) => Err(locked()),
        }
    }

    /// The state, with `idle` for how things stand while no session does.
    pub fn snapshot(&mut self, idle: &bridge::Link, settings: &Settings) -> Result<Snapshot, StoreError> {
        let (locked, stored) = match &mut self.safe {
            Safe::Open(opened) => (false, opened.stored()?.without(settings)),
            Safe::Locked(locked) => (true, Stored::from(&*locked)),
        };
        let session = self.online.as_ref().map(|online| &online.session);
        let coverage = session.map(Session::coverage);
        Ok(Snapshot {
            revision: stored.revision,
            account: Some(Shown {
                name: self.account.name.clone(),
                email: self.account.email.clone(),
                server: self.account.server.origin(),
            }),
            link: session.map_or_else(|| idle.clone(), Session::link),
            lock: Lock { locked, pin: self.pin },
            paused: None,
            consult: None,
            unread: stored.unread,
            follow_ups: stored.follow_ups,
            snoozed: stored.snoozed,
            kinds: view::kinds(&stored.kinds),
            pending: stored.pending,
            newest: stored.newest,
            export: settings.export,
            server: None,
            checked: coverage.and_then(|coverage| coverage.checked),
            covered_since: coverage.and_then(|coverage| coverage.since),
            gap: coverage.and_then(|coverage| coverage.gap.clone()),
        })
    }
}

impl Stored {
    /// Types that are off are not counted with the others.
    fn without(self, settings: &Settings) -> Self {
        let off = |kind: &Kind| settings.tiers.of(kind.as_str()) == Tier::Off;
        let uncounted: u32 = self.kinds.iter().filter(|(kind, _)| off(kind)).map(|(_, count)| count).sum();
        Self { unread: self.unread.saturating_sub(uncounted), ..self }
    }
}

impl From<&Locked> for Stored {
    /// Counts and nothing else.
    fn from(locked: &Locked) -> Self {
        let (follow_ups, snoozed, kinds, newest) = Default::default();
        let (revision, unread, pending) = (locked.revision, locked.unread(), locked.pending);
        Self { revision, unread, follow_ups, snoozed, kinds, pending, newest }
    }
}
