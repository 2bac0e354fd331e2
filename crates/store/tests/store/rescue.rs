//! A damaged file is set aside, and what can still be read of it goes on in a new one.

use std::collections::BTreeSet;
use std::path::PathBuf;

use protocol::{Notification, Status};
use store::{AccountKey, Repair, Select, Store, StoreError};

use crate::ward::{Ward, account, note};

const PAGE: usize = 4096;

/// A closed file: so many rows, one action that was sent and one that was not; everything was announced.
struct Closed {
    folder: tempfile::TempDir,
    key: AccountKey,
    rows: Vec<Notification>,
}

impl Closed {
    fn with(rows: u32) -> Self {
        let mut ward = Ward::open();
        let rows: Vec<_> = (1..=rows).map(|n| note(n, &format!("Bed {n} is free"))).collect();
        ward.store.receive(&rows).unwrap();
        ward.store.take_unannounced().unwrap();
        ward.store.act(&[rows[0].id], Status::Read).unwrap();
        ward.send_all();
        ward.store.act(&[rows[1].id], Status::Deleted).unwrap();
        let Ward { folder, key, store } = ward;
        drop(store);
        Self { folder, key, rows }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("store.db")
    }

    fn damage(&self, change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
        let mut bytes = std::fs::read(self.path()).unwrap();
        change(&mut bytes);
        std::fs::write(self.path(), &bytes).unwrap();
        bytes
    }

    /// Opens it as the desktop does.
    fn open(self) -> (Ward, Vec<Notification>) {
        let store = Store::open_or_rescue(&self.path(), account(), &self.key).unwrap();
        (Ward { folder: self.folder, key: self.key, store }, self.rows)
    }
}

fn names(ward: &Ward) -> BTreeSet<String> {
    let files = std::fs::read_dir(ward.folder.path()).unwrap();
    files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
}

/// All rows are there after a check, and none is news.
fn is_as_it_was(ward: &mut Ward, rows: &[Notification]) {
    ward.store.reconcile(&ward.listing(rows)).unwrap();
    assert!(ward.store.take_unannounced().unwrap().is_empty(), "nothing is said twice");
    assert_eq!(ward.rows(&Select::default()).len(), rows.len() - 1);
    assert_eq!(ward.wanted(), [Status::Read, Status::Deleted]);
    ward.store.receive(&[note(5000, "new")]).unwrap();
    assert_eq!(ward.store.take_unannounced().unwrap().len(), 1, "nothing is missed");
    assert!(ward.store.reader().unwrap().verify().unwrap().is_empty());
}

#[test]
fn without_its_first_page_everything_is_saved() {
    let closed = Closed::with(200);
    let damaged = closed.damage(|bytes| bytes[..PAGE].fill(0));
    let (mut ward, rows) = closed.open();
    assert_eq!(ward.store.take_repair().unwrap(), Some(Repair { replaced: true, saved: 2, lost: 0 }));
    assert_eq!(ward.rows(&Select::default()).len(), 199, "without the server");
    assert_eq!(std::fs::read(ward.folder.path().join("store.db.set-aside-1")).unwrap(), damaged, "never deleted");
    is_as_it_was(&mut ward, &rows);
    assert!(names(&ward).iter().all(|name| !name.contains("filling") && !name.contains("next")), "{:?}", names(&ward));
}

/// Any page may be lost, or the whole end of the file: it is noticed at once or by the look at everything.
#[test]
fn without_any_other_page_nothing_is_said_twice() {
    let pages = Closed::with(300).damage(|_| ()).len() / PAGE;
    let mut saved = 0;
    for page in 1..pages {
        for cut in [false, true] {
            let closed = Closed::with(300);
            closed.damage(|bytes| match cut {
                true => bytes.truncate(page * PAGE),
                false => bytes[page * PAGE..][..PAGE].fill(0),
            });
            let (mut ward, rows) = closed.open();
            if let Err(StoreError::Damaged) = ward.store.reader().unwrap().verify() {
                ward.store.replace().unwrap();
            }
            let repair = ward.store.take_repair().unwrap();
            ward.store.reconcile(&ward.listing(&rows)).unwrap();
            let story = format!("page {page}, cut {cut}: {repair:?}");
            let wanted = ward.wanted().len() as u32;
            assert_eq!(ward.rows(&Select::default()).len(), if wanted == 2 { 299 } else { 300 }, "{story}");
            match repair {
                Some(Repair { lost, .. }) => assert!(wanted + lost >= 2 || cut, "{story}"),
                None => assert_eq!(wanted, 2, "{story}"),
            }
            let again = ward.store.take_unannounced().unwrap().len();
            assert!(again == 0 || cut || wanted == 0, "{story}: {again} announced twice");
            saved += usize::from(wanted == 2);
        }
    }
    assert!(saved > pages, "most losses cost no action: {saved} of {}", 2 * pages);
}

#[test]
fn what_is_no_database_is_replaced_by_an_empty_one() {
    let closed = Closed::with(3);
    closed.damage(|bytes| bytes.fill(7));
    let (mut ward, rows) = closed.open();
    assert_eq!(ward.store.take_repair().unwrap(), Some(Repair { replaced: true, saved: 0, lost: 0 }));
    ward.store.reconcile(&ward.listing(&rows)).unwrap();
    assert_eq!(ward.rows(&Select::default()).len(), 3);
    assert_eq!(ward.store.take_unannounced().unwrap().len(), 3, "who knows what was said: it is said in one summary");
}

#[test]
fn with_another_key_it_is_left_alone() {
    let closed = Closed::with(3);
    let damaged = closed.damage(|bytes| bytes[..PAGE].fill(0));
    let another = Store::open_or_rescue(&closed.path(), account(), &AccountKey::generate());
    assert!(matches!(another, Err(StoreError::WrongKey)));
    assert_eq!(std::fs::read(closed.path()).unwrap(), damaged);
}

/// Whenever the power is cut, the next start goes on.
#[test]
fn a_replacement_that_is_cut_short_is_brought_to_its_end() {
    for done in 0..4 {
        let closed = Closed::with(20);
        let whole = std::fs::read(closed.path()).unwrap();
        let path = |name: &str| closed.folder.path().join(name);
        closed.damage(|bytes| bytes[..PAGE].fill(0));
        std::fs::write(path("store.db-wal"), "a journal of the old one").unwrap();
        match done {
            0 => std::fs::write(path("store.db.filling"), "not yet whole").unwrap(),
            done => {
                std::fs::write(path("store.db.next"), &whole).unwrap();
                let moves = [("store.db-wal", "store.db.set-aside-1-wal"), ("store.db", "store.db.set-aside-1")];
                moves[..done - 1].iter().for_each(|(from, to)| std::fs::rename(path(from), path(to)).unwrap());
            }
        }
        let (mut ward, rows) = closed.open();
        assert!(names(&ward).contains("store.db.set-aside-1"), "after {done} steps: {:?}", names(&ward));
        assert!(names(&ward).iter().all(|name| !name.contains("set-aside-2")), "after {done} steps");
        is_as_it_was(&mut ward, &rows);
    }
}
