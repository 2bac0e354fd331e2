//! Somebody without the key tampers with single rows: each is listed as it was written, or said to be damaged, and hides
//! no other. Nothing that is done with them afterwards makes them say something else.
#![no_main]

use std::cell::RefCell;
use std::collections::BTreeSet;

use arbitrary::Arbitrary;
use fuzz::{Tampering, Thief, Ward, note};
use libfuzzer_sys::fuzz_target;
use protocol::{NotificationId, Status};
use store::{Coverage, FollowUp, Listing, Page, Reader, Retention, Select, Store, StoredRow};

/// What the thief does, and what the agent does then.
#[derive(Debug, Arbitrary)]
struct Story {
    tampering: Vec<Tampering>,
    view: View,
    then: Vec<Step>,
}

/// Which list the user looks at.
#[derive(Debug, Arbitrary)]
enum View {
    All,
    Unread,
    Read,
    FollowUp,
    Snoozed,
    Containing,
    Searching,
}

#[derive(Debug, Arbitrary)]
enum Step {
    Receive(u8),
    Announce,
    Act(u8, Wish),
    Undo(u8),
    Gone(u8),
    FollowUp(u8, bool),
    Snooze(u8, bool),
    Retain(u8),
    Send,
    Answer(u8),
    Park,
    Check { everything: bool, shown: u8 },
}

#[derive(Debug, Clone, Copy, Arbitrary)]
enum Wish {
    Unread,
    Read,
    Deleted,
}

struct Scene {
    ward: Ward,
    /// Made once: that takes longer than all the reading.
    reader: Reader,
    thief: Thief,
}

thread_local! {
    static SCENE: RefCell<Scene> = RefCell::new({
        let ward = Ward::open();
        let (reader, thief) = (ward.store.reader().unwrap(), Thief::at(&ward.path()).unwrap());
        Scene { ward, reader, thief }
    });
}

fuzz_target!(|story: Story| {
    SCENE.with_borrow_mut(|Scene { ward, reader, thief }| {
        thief.tamper(&story.tampering).unwrap();
        look(ward, reader, &story.view, &thief.spared().unwrap());
        for step in &story.then {
            // It may be refused, for want of numbers for instance; what is said must be right all the same.
            let _ = step.take(&mut ward.store);
        }
        says_nothing_else(reader);
    });
});

fn look(ward: &mut Ward, reader: &Reader, view: &View, spared: &[i64]) {
    let select = view.select();
    let page = match view {
        View::Searching => ward.store.search().unwrap().fold().unwrap().page(&select, i64::MAX, 0, 100).unwrap(),
        _ => reader.page(&select, i64::MAX, 0, 100).unwrap(),
    };
    right(ward, &page);
    for row in ward.truth.iter().filter(|row| fits(row, &select) && spared.contains(&row.seq)) {
        assert!(page.rows.iter().any(|shown| shown.seq == row.seq), "a row is hidden");
    }
    assert_eq!(leaf_through(reader, &select), page.rows.len());
    assert!(ward.store.newest_unread(5).unwrap().iter().all(|row| ward.wrote(row)));
    assert!(ward.store.pending().unwrap().iter().all(|action| ward.wanted(action)), "nobody wanted that");
    if let Some(row) = page.rows.first() {
        let id = row.notification.id;
        assert_eq!(reader.row(id).unwrap().map(|row| row.seq), Some(row.seq));
    }
    count(&ward.store);
}

fn fits(row: &StoredRow, select: &Select) -> bool {
    let contains = |text: &String| row.notification.message.to_uppercase().contains(text);
    select.status.is_none_or(|status| status == row.notification.status)
        && (!select.follow_up || row.follow_up.is_some())
        && select.snoozed.is_none_or(|snoozed| snoozed == row.snoozed.is_some())
        && select.text.as_ref().is_none_or(contains)
}

fn right(ward: &Ward, page: &Page) {
    assert!(page.rows.iter().all(|row| ward.wrote(row)), "a wrong value");
}

/// Comes to an end, and sees each row once.
fn leaf_through(reader: &Reader, select: &Select) -> usize {
    let mut seen = BTreeSet::new();
    for skip in (0..).step_by(2) {
        let page = reader.page(select, i64::MAX, skip, 2).unwrap();
        assert!(skip <= u32::from(u8::MAX), "pages go on and on");
        for row in &page.rows {
            assert!(seen.insert(row.seq), "a row is there twice");
        }
        if page.rows.len() + page.damaged as usize == 0 {
            break;
        }
    }
    seen.len()
}

/// What is counted in the clear may be wrong by what the thief did, and is never fatal.
fn count(store: &Store) {
    let _ = (store.tally(), store.unread_by_kind(), store.refused(), store.depth_of_sent());
    let _ = (store.last_seq(), store.cursor(), store.glance());
}

/// Whatever became of the rows, their words are the ones that were written.
fn says_nothing_else(reader: &Reader) {
    let page = reader.page(&Select::default(), i64::MAX, 0, 100).unwrap();
    for row in page.rows {
        let mut written = (1..=u32::from(u8::MAX) + 1).map(note);
        let wrote = written.find(|note| note.id == row.notification.id).unwrap();
        assert_eq!(row.notification.message, wrote.message);
        assert_eq!(row.notification.related, wrote.related);
        assert_eq!((row.notification.kind, row.notification.date), (wrote.kind, wrote.date));
    }
}

impl Step {
    fn take(&self, store: &mut Store) -> Result<(), store::StoreError> {
        match *self {
            Self::Receive(n) => store.receive(&[note(u32::from(n) + 1)]).map(drop),
            Self::Announce => store.take_unannounced().map(drop),
            Self::Act(n, wish) => store.act(&[id(n)], wish.status()).map(drop),
            Self::Undo(n) => store.undo(&[id(n)]).map(drop),
            Self::Gone(n) => store.gone(id(n)).map(drop),
            Self::FollowUp(n, on) => store.follow_up(&[id(n)], on.then(FollowUp::default)).map(drop),
            Self::Snooze(n, on) => store.snooze(&[id(n)], on.then(|| note(Ward::ROWS).date)).map(drop),
            Self::Retain(n) => {
                let keep = Retention { rows: Some(n.into()), days: None };
                store.retain(note(Ward::ROWS).date, &keep).map(drop)
            }
            Self::Send => store.sending(&store.pending()?),
            Self::Answer(n) => {
                let pending = store.pending()?;
                pending.first().map_or(Ok(()), |action| store.answered(*action, &note(u32::from(n) + 1)).map(drop))
            }
            Self::Park => {
                let pending = store.pending()?;
                pending.first().map_or(Ok(()), |action| store.park(*action).map(drop))
            }
            Self::Check { everything, shown } => store.reconcile(&listing(store, everything, shown)?).map(drop),
        }
    }
}

impl View {
    fn select(&self) -> Select {
        let (mut select, bed) = (Select::default(), "BED".to_owned());
        match self {
            Self::All => {}
            Self::Unread => select.status = Some(Status::Unread),
            Self::Read => select.status = Some(Status::Read),
            Self::FollowUp => select.follow_up = true,
            Self::Snoozed => select.snoozed = Some(true),
            Self::Containing | Self::Searching => select.text = Some(bed),
        }
        select
    }
}

impl Wish {
    fn status(self) -> Status {
        match self {
            Self::Unread => Status::Unread,
            Self::Read => Status::Read,
            Self::Deleted => Status::Deleted,
        }
    }
}

fn id(n: u8) -> NotificationId {
    note(u32::from(n) % (Ward::ROWS + 1) + 1).id
}

/// What REST says: the first rows.
fn listing(store: &Store, everything: bool, shown: u8) -> Result<Listing, store::StoreError> {
    Ok(Listing {
        rows: (1..=u32::from(shown) % (Ward::ROWS + 1)).map(note).collect(),
        gone: Vec::new(),
        covers: if everything { Coverage::Everything } else { Coverage::RowsOnly },
        asked_at: store.last_seq()?,
        cursor: None,
    })
}
