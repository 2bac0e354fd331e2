//! Random histories against a model of the server: whatever happens in whatever order, and wherever the power is cut, the
//! store ends with the server's set, says nothing twice and keeps what the user did until the server shows it.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::Timestamp;
use proptest::prelude::*;
use protocol::{Notification, NotificationId, Status};
use store::{FollowUp, Page, Pending, Retention, Search, Select, Tally};

use crate::ward::{Ward, note};

/// So many notifications take part.
const ROWS: u32 = 6;

#[derive(Debug, Clone)]
enum Event {
    /// The server makes it, and the socket carries it or loses it.
    Made { n: u32, arrives: bool },
    /// The socket carries it once more, as it was when it was made.
    Again(u32),
    /// Somebody does this on the web page.
    Elsewhere { n: u32, status: Status },
    /// The user does this here.
    Here { n: u32, status: Status },
    /// The user takes it back.
    Undone(u32),
    /// The outbox is sent; the server does every second one only.
    SentHalf,
    /// The outbox is sent to a server that does an action once and answers with the row; then an answer is lost.
    Answered { lost: bool },
    /// REST is asked and answers.
    Checked,
    /// REST is asked, something is pushed meanwhile, then the answer comes.
    CheckedLate { n: u32 },
    /// The user opens the search box.
    Searched,
    /// The user marks it for follow-up, or takes the mark off.
    Followed { n: u32, mark: bool },
    /// The user snoozes it until this minute, or wakes it.
    Snoozed { n: u32, until: Option<u32> },
    /// It is this minute.
    Minute(u32),
    /// All but so many of the newest are let go.
    Retained { rows: u32 },
    /// The power is cut.
    Cut,
}

/// Lists of what was pushed.
fn every_list() -> [Select; 6] {
    let text = || Select { text: Some("PUSH".to_owned()), ..Select::default() };
    [
        text(),
        Select { status: Some(Status::Unread), ..text() },
        Select { status: Some(Status::Read), ..text() },
        Select { follow_up: true, ..text() },
        Select { snoozed: Some(true), ..text() },
        Select { snoozed: Some(false), ..text() },
    ]
}

fn events() -> impl Strategy<Value = Event> {
    let row = || 0..ROWS;
    let status = || prop_oneof![Just(Status::Read), Just(Status::Unread), Just(Status::Deleted)];
    prop_oneof![
        4 => (row(), any::<bool>()).prop_map(|(n, arrives)| Event::Made { n, arrives }),
        1 => row().prop_map(Event::Again),
        2 => (row(), status()).prop_map(|(n, status)| Event::Elsewhere { n, status }),
        4 => (row(), status()).prop_map(|(n, status)| Event::Here { n, status }),
        2 => row().prop_map(Event::Undone),
        2 => Just(Event::SentHalf),
        2 => any::<bool>().prop_map(|lost| Event::Answered { lost }),
        2 => Just(Event::Checked),
        1 => row().prop_map(|n| Event::CheckedLate { n }),
        1 => Just(Event::Searched),
        1 => (row(), any::<bool>()).prop_map(|(n, mark)| Event::Followed { n, mark }),
        2 => (row(), prop::option::of(0..9_u32)).prop_map(|(n, until)| Event::Snoozed { n, until }),
        1 => (0..9_u32).prop_map(Event::Minute),
        1 => (1..ROWS).prop_map(|rows| Event::Retained { rows }),
        1 => Just(Event::Cut),
    ]
}

struct World {
    ward: Ward,
    server: BTreeMap<u32, Status>,
    announced: HashSet<NotificationId>,
    /// The actions that the server has done, where it knows them.
    done: HashSet<uuid::Uuid>,
    /// What was let go.
    gone: HashSet<NotificationId>,
    /// A search box that was opened at some time.
    search: Option<Search>,
}

impl World {
    fn begin() -> Self {
        Self {
            ward: Ward::open(),
            server: BTreeMap::new(),
            announced: HashSet::new(),
            done: HashSet::new(),
            gone: HashSet::new(),
            search: None,
        }
    }

    fn live(&mut self, event: &Event) {
        match *event {
            Event::Made { n, arrives } => {
                let new = !self.server.contains_key(&n);
                self.server.entry(n).or_insert(Status::Unread);
                if new && arrives {
                    self.push(n);
                }
            }
            Event::Again(n) if self.server.contains_key(&n) => self.push(n),
            Event::Elsewhere { n, status } => self.do_there(n, status),
            Event::Here { n, status } => {
                self.ward.store.act(&[note(n, "").id], status).unwrap();
            }
            Event::Undone(n) => {
                self.ward.store.undo(&[note(n, "").id]).unwrap();
            }
            Event::Answered { lost } => self.answer(lost),
            Event::SentHalf => self.send(|place| place % 2 == 0),
            Event::Checked => self.check(None),
            Event::CheckedLate { n } => self.check(Some(n)),
            Event::Followed { n, mark } => {
                self.ward.store.follow_up(&[note(n, "").id], mark.then(FollowUp::default)).unwrap();
            }
            Event::Snoozed { n, until } => {
                self.ward.store.snooze(&[note(n, "").id], until.map(|minute| note(minute, "").date)).unwrap();
            }
            Event::Minute(minute) => self.looks_at_the_clock(note(minute, "").date),
            Event::Retained { rows } => self.retain(rows),
            Event::Searched => self.search = Some(self.ward.store.search().unwrap().fold().unwrap()),
            Event::Cut => {
                self.search = None;
                self.ward.reopen();
            }
            Event::Again(_) => {}
        }
        for row in self.ward.store.take_unannounced().unwrap() {
            assert!(self.announced.insert(row.notification.id), "announced twice");
        }
        self.searches();
        self.counts();
        assert!(self.shown().keys().all(|id| !self.gone.contains(id)), "what was let go is back");
        for Pending { id, wanted, .. } in self.ward.store.pending().unwrap() {
            let shown = self
                .ward
                .store
                .reader()
                .unwrap()
                .row(id)
                .unwrap()
                .map_or(Status::Deleted, |row| row.notification.status);
            assert_eq!(shown, wanted, "what is on screen is what will be sent");
        }
    }

    /// The open search finds what looking at every row finds.
    fn searches(&mut self) {
        let Some(search) = &mut self.search else { return };
        let reader = self.ward.store.reader().unwrap();
        let places = |page: &Page| page.rows.iter().map(|row| row.seq).collect::<Vec<_>>();
        let last = reader.page(&Select::default(), i64::MAX, 0, 0).unwrap().last;
        for select in every_list() {
            let all =
                (reader.page(&select, i64::MAX, 0, 100).unwrap(), search.page(&select, i64::MAX, 0, 100).unwrap());
            assert_eq!(places(&all.0), places(&all.1), "{select:?}");
            let second = (reader.page(&select, last, 2, 2).unwrap(), search.page(&select, last, 2, 2).unwrap());
            assert_eq!(places(&second.0), places(&second.1), "{select:?}");
            for through in [last - 1, last] {
                assert_eq!(reader.extent(&select, through).unwrap(), search.extent(&select, through).unwrap());
            }
        }
    }

    /// What counts as unread is what is, and is not snoozed.
    fn counts(&self) {
        let rows = self.ward.rows(&Select::default());
        let (unread, snoozed): (Vec<_>, Vec<_>) = rows
            .into_iter()
            .filter(|row| row.notification.status == Status::Unread)
            .partition(|row| row.snoozed.is_none());
        let counts = self.ward.store.unread_by_kind().unwrap();
        assert_eq!(counts.iter().map(|(_, count)| *count as usize).sum::<usize>(), unread.len());
        assert_eq!(self.ward.store.glance().unwrap().unread as usize, unread.len());
        assert_eq!(self.ward.store.marked().unwrap().1 as usize, snoozed.len());
        assert_eq!(self.ward.rows(&Select { snoozed: Some(true), ..Select::default() }), snoozed);
    }

    /// All that was snoozed until then wakes, and nothing else.
    fn looks_at_the_clock(&mut self, now: Timestamp) {
        let asleep = |ward: &Ward| {
            let rows = ward.rows(&Select { snoozed: Some(true), ..Select::default() }).into_iter();
            rows.map(|row| (row.snoozed.unwrap(), row.notification.id)).collect::<BTreeSet<_>>()
        };
        let before = asleep(&self.ward);
        let due = self.ward.store.take_due(now).unwrap();
        let woken: BTreeSet<_> = due.rows.iter().map(|(notification, _)| notification.id).collect();
        let (wake, sleep): (BTreeSet<_>, BTreeSet<_>) = before.into_iter().partition(|(until, _)| *until <= now);
        assert_eq!(woken, wake.into_iter().map(|(_, id)| id).collect());
        assert_eq!(due.next, sleep.first().map(|(until, _)| *until));
        assert_eq!(asleep(&self.ward), sleep);
    }

    /// What is shown no more is gone for good; what is marked or waits is not.
    fn retain(&mut self, rows: u32) {
        let before = self.ward.rows(&Select::default());
        let stay = before
            .iter()
            .enumerate()
            .map(|(at, row)| at < rows as usize || row.waiting || row.follow_up.is_some() || row.snoozed.is_some());
        let stay: Vec<_> = stay.collect();
        let retained =
            self.ward.store.retain(note(ROWS, "").date, &Retention { days: None, rows: Some(rows) }).unwrap();
        assert!(!retained.more);
        let (kept, gone): (Vec<_>, Vec<_>) = before.into_iter().zip(stay).partition(|(_, stays)| *stays);
        assert_eq!(self.ward.rows(&Select::default()), kept.into_iter().map(|(row, _)| row).collect::<Vec<_>>());
        self.gone.extend(gone.into_iter().map(|(row, _)| row.notification.id));
    }

    fn push(&mut self, n: u32) {
        self.ward.store.receive(&[note(n, "pushed")]).unwrap();
    }

    /// A deleted one stays deleted: REST answers 404.
    fn do_there(&mut self, n: u32, status: Status) {
        if let Some(held) = self.server.get_mut(&n).filter(|held| **held != Status::Deleted) {
            *held = status;
        }
    }

    fn send(&mut self, does: impl Fn(usize) -> bool) {
        let pending = self.ward.send_all();
        for (_, Pending { id, wanted, .. }) in pending.into_iter().enumerate().filter(|(place, _)| does(*place)) {
            let n = (0..ROWS).find(|n| note(*n, "").id == id).unwrap();
            if self.server.get(&n) == Some(&Status::Deleted) {
                self.ward.store.gone(id).unwrap();
            } else {
                self.do_there(n, wanted);
            }
        }
    }

    fn answer(&mut self, lost: bool) {
        for action in self.ward.send_all() {
            let n = (0..ROWS).find(|n| note(*n, "").id == action.id).unwrap();
            if self.done.insert(action.key) {
                self.do_there(n, action.wanted);
            }
            if !lost {
                let told = Notification { status: self.server[&n], ..note(n, "pushed") };
                self.ward.store.answered(action, &told).unwrap();
            }
        }
    }

    fn rows(&self) -> Vec<Notification> {
        let there = self.server.iter().rev().filter(|(_, status)| **status != Status::Deleted);
        there.map(|(n, status)| Notification { status: *status, ..note(*n, "pushed") }).collect()
    }

    fn check(&mut self, pushed_meanwhile: Option<u32>) {
        let listing = self.ward.listing(&self.rows());
        if let Some(n) = pushed_meanwhile.filter(|n| !self.server.contains_key(n)) {
            self.server.insert(n, Status::Unread);
            self.push(n);
        }
        self.ward.store.reconcile(&listing).unwrap();
    }

    fn shown(&self) -> BTreeMap<NotificationId, Status> {
        let rows = self.ward.rows(&Select::default());
        rows.into_iter().map(|row| (row.notification.id, row.notification.status)).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn the_store_ends_with_the_servers_set(history in prop::collection::vec(events(), 0..60)) {
        let mut world = World::begin();
        for event in &history {
            world.live(event);
        }
        for _ in 0..3 {
            world.send(|_| true);
            world.live(&Event::Checked);
        }
        let rows = world.rows();
        let unread = rows.iter().filter(|row| row.status == Status::Unread).count() as u32;
        prop_assert_eq!(world.ward.store.tally().unwrap(), Tally { total: rows.len() as u32, unread });
        let there = rows.into_iter().filter(|row| !world.gone.contains(&row.id));
        prop_assert_eq!(world.shown(), there.map(|row| (row.id, row.status)).collect());
        prop_assert!(world.ward.store.pending().unwrap().is_empty());
    }
}
