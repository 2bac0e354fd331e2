//! One flipped bit anywhere in the files: what is shown is right or missing, never wrong; what is missing is noticed, and
//! the next check with the server brings it back without announcing it twice.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use protocol::{Notification, Status};
use store::{AccountKey, Repair, Select, Store, StoreError, StoredRow};

use crate::ward::{Ward, account, note};

/// So many flips in the test command; `STORE_FLIPS=10000` tries more.
const TRIALS: usize = 260;

const TAILS: [&str; 3] = ["", "-wal", "-shm"];

/// The files of a store, what it shows, and where what kind of byte is.
struct Laid {
    files: Vec<Vec<u8>>,
    key: AccountKey,
    shown: Vec<StoredRow>,
    /// What the server lists.
    listed: Vec<Notification>,
    /// Ranges of bytes: which file, from, to.
    kinds: BTreeMap<String, Vec<(usize, usize, usize)>>,
}

/// Rows with texts of all lengths, actions of each kind, pages that are free again; everything was announced.
fn furnished() -> (Ward, Vec<Notification>) {
    let mut ward = Ward::open();
    let text = |n: u32| "Bed is free. ".repeat(if n.is_multiple_of(40) { 800 } else { 1 + n as usize % 4 });
    let notes: Vec<_> = (1..=300).map(|n| note(n, &text(n))).collect();
    ward.store.receive(&notes).unwrap();
    let gone: Vec<_> = (301..=312).map(|n| note(n, &text(40))).collect();
    ward.store.receive(&gone).unwrap();
    ward.store.take_unannounced().unwrap();
    ward.store.reconcile(&ward.listing(&notes)).unwrap();
    ward.store.act(&[notes[2].id, notes[5].id], Status::Read).unwrap();
    ward.store.act(&[notes[6].id], Status::Deleted).unwrap();
    ward.store.snooze(&[notes[8].id, notes[9].id], Some(notes[20].date)).unwrap();
    (ward, notes)
}

/// As it lies on the disk when nobody has it open.
fn at_rest() -> Laid {
    let (ward, listed) = furnished();
    let shown = ward.rows(&Select::default());
    let path = ward.path();
    let Ward { folder: _kept, key, store } = ward;
    // Closing brings everything into the one file.
    drop(store);
    let (kinds, bytes) = (kinds_of_pages(&path), std::fs::read(&path).unwrap());
    Laid { files: vec![bytes], key, shown, listed, kinds }
}

/// As a process leaves it that is killed: most of it is in the log, more than one transaction behind another.
fn after_a_kill() -> Laid {
    let (mut ward, listed) = furnished();
    let db = rusqlite::Connection::open(ward.path()).unwrap();
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    ward.store.make_room().unwrap();
    ward.store.act(&[listed[10].id], Status::Read).unwrap();
    ward.store.act(&[listed[11].id], Status::Read).unwrap();
    ward.store.act(&[listed[12].id], Status::Deleted).unwrap();
    let shown = ward.rows(&Select::default());
    let read = |tail| std::fs::read(format!("{}{tail}", ward.path().display())).unwrap();
    let mut files: Vec<_> = TAILS.into_iter().map(read).collect();
    let frames = frames(&files[2]);
    let (end, room) = (32 + frames * 4120, 32 + (frames + 16) * 4120);
    // Of the megabytes of room behind the log, which every trial copies, a part will do.
    files[1].truncate(room);
    let heads = (0..frames).map(|frame| (1, 32 + frame * 4120, 56 + frame * 4120)).collect();
    let pages = (0..frames).map(|frame| (1, 56 + frame * 4120, 32 + (frame + 1) * 4120)).collect();
    let kinds = [
        ("log's header", vec![(1, 0, 32)]),
        ("log's frame heads", heads),
        ("log's pages", pages),
        ("log's index", vec![(2, 0, 136)]),
        ("room behind the log", vec![(1, end, room)]),
        ("below the log", vec![(0, 0, files[0].len())]),
    ];
    let kinds = kinds.map(|(name, places)| (name.to_owned(), places)).into();
    Laid { files, key: ward.key, shown, listed, kinds }
}

/// How many frames were written to the log, as its index says.
fn frames(index: &[u8]) -> usize {
    u32::from_ne_bytes(index[16..20].try_into().unwrap()) as usize
}

/// The pages of a file by what they hold.
fn kinds_of_pages(path: &Path) -> BTreeMap<String, Vec<(usize, usize, usize)>> {
    let db = rusqlite::Connection::open(path).unwrap();
    let mut query = db.prepare("SELECT pageno, name || ', ' || pagetype FROM dbstat").unwrap();
    let used = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let used: BTreeMap<i64, String> = used.map(Result::unwrap).collect();
    let pages: i64 = db.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    let mut kinds = BTreeMap::from([("header".to_owned(), vec![(0, 0, 100)])]);
    for page in 1..=pages {
        let kind = used.get(&page).map_or("free", String::as_str);
        let (from, to) = ((page as usize - 1) * 4096, page as usize * 4096);
        kinds.entry(kind.to_owned()).or_default().push((0, from.max(100), to));
    }
    kinds
}

/// What became of a file with a flipped bit.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    /// It is as if nothing was.
    Harmless,
    /// Rows were noticed as damaged.
    Rows,
    /// The file was noticed as damaged, and replaced.
    Replaced,
    /// The user is told, and the file was left alone.
    Refused,
}

/// Opens it as the desktop does: at once, then a look at everything.
fn open(path: &Path, key: &AccountKey) -> Result<(Store, bool), StoreError> {
    let mut store = Store::open_or_rescue(path, account(), key)?;
    let verdict = store.reader()?.verify();
    match verdict {
        Ok(damaged) => {
            let changes = store.write_off(&damaged)?;
            Ok((store, changes.any))
        }
        Err(StoreError::Damaged) => {
            store.replace()?;
            Ok((store, false))
        }
        Err(other) => Err(other),
    }
}

fn try_one(laid: &Laid, (file, bit): (usize, usize), story: &str) -> End {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let mut files = laid.files.clone();
    files[file][bit / 8] ^= 1 << (bit % 8);
    for (bytes, tail) in files.iter().zip(TAILS) {
        std::fs::write(format!("{}{tail}", path.display()), bytes).unwrap();
    }
    let (store, rows) = match open(&path, &laid.key) {
        Ok(opened) => opened,
        Err(error) => {
            assert!(matches!(error, StoreError::WrongKey | StoreError::Newer { .. }), "{story}: {error}");
            assert_eq!(std::fs::read(&path).unwrap(), files[0], "{story}: left as it is");
            return End::Refused;
        }
    };
    let mut ward = Ward { folder, key: AccountKey::generate(), store };
    let repair = ward.store.take_repair().unwrap();
    let page = ward.store.reader().unwrap().page(&Select::default(), i64::MAX, 0, 1000).unwrap();
    assert_eq!(page.damaged, 0, "{story}: what is damaged is written off");
    let seen = without_numbers(&page.rows);
    let truth = without_numbers(&laid.shown);
    let said = rows || repair.is_some();
    assert!(seen.iter().all(|row| truth.contains(row)) || said, "{story}: a wrong value");
    assert!(seen == truth || said, "{story}: a row is hidden");
    assert!(rows || repair.is_none_or(|repair| repair.replaced), "{story}: {repair:?}");
    after_a_check(&mut ward, laid, repair, story);
    match (repair, rows) {
        (Some(Repair { replaced: true, .. }), _) => End::Replaced,
        (_, true) => End::Rows,
        _ => End::Harmless,
    }
}

/// After a check with the server all is as it was, but for actions that are said to be lost.
fn after_a_check(ward: &mut Ward, laid: &Laid, repair: Option<Repair>, story: &str) {
    ward.store.reconcile(&ward.listing(&laid.listed)).unwrap();
    let again = ward.store.take_unannounced().unwrap().len();
    assert!(again == 0, "{story}: {again} announced twice");
    let truth: BTreeSet<_> = without_numbers(&laid.shown);
    let now = without_numbers(&ward.rows(&Select::default()));
    let undone = now.difference(&truth).count();
    let lost = repair.map_or(0, |repair| repair.lost as usize);
    assert!(undone <= lost, "{story}: {undone} actions undone, {lost} said to be lost");
    assert!(now.len() >= truth.len(), "{story}: a row is missing");
}

/// Rows as the user sees them.
fn without_numbers(rows: &[StoredRow]) -> BTreeSet<String> {
    rows.iter().map(|row| format!("{:?} {}", row.notification, row.waiting)).collect()
}

fn flip(laid: &Laid) {
    let trials = std::env::var("STORE_FLIPS").map_or(TRIALS, |number| number.parse().unwrap()) / 2;
    let mut ends: BTreeMap<(&str, End), usize> = BTreeMap::new();
    for (trial, (kind, places)) in (1..=trials).zip(laid.kinds.iter().cycle()) {
        let size: usize = places.iter().map(|(_, from, to)| (to - from) * 8).sum();
        // Multiples of the golden ratio fill a kind evenly, however many they are.
        let mut bit = ((trial as f64 * 0.618_033_988_749_895).fract() * size as f64) as usize;
        let place = places.iter().find_map(|(file, from, to)| {
            let bits = (to - from) * 8;
            if bit < bits {
                Some((*file, from * 8 + bit))
            } else {
                bit -= bits;
                None
            }
        });
        let place = place.unwrap();
        let end = try_one(laid, place, &format!("{kind}, file {} bit {}", place.0, place.1));
        *ends.entry((kind, end)).or_default() += 1;
    }
    let of = |end: End| ends.iter().filter(|((_, is), _)| *is == end).map(|(_, times)| times).sum::<usize>();
    assert!(of(End::Harmless) > trials / 10, "{ends:?}");
    assert!(of(End::Replaced) + of(End::Rows) > trials / 10, "{ends:?}");
}

#[test]
fn a_flipped_bit_in_a_file_at_rest_is_never_a_wrong_value() {
    flip(&at_rest());
}

#[test]
fn a_flipped_bit_in_what_a_killed_process_left_is_never_a_wrong_value() {
    flip(&after_a_kill());
}

/// SQLite's sum mixes so that high bits of it look like bits of the page's number.
#[test]
fn a_flipped_bit_in_a_number_or_a_sum_of_the_log_sends_no_page_astray() {
    let laid = after_a_kill();
    let frames = frames(&laid.files[2]);
    let numbers = (0..8).map(|bit| (3, bit));
    let sums = (4..8).flat_map(|bit| [(16, bit), (20, bit)]);
    for (byte, bit) in numbers.chain(sums) {
        for frame in 0..frames {
            let place = (1, (32 + frame * 4120 + byte) * 8 + bit);
            try_one(&laid, place, &format!("frame {frame}, byte {byte}, bit {bit}"));
        }
    }
}

#[test]
fn an_index_that_lost_a_row_is_found_and_made_anew() {
    let mut ward = Ward::open();
    ward.store.receive(&[note(1, "one"), note(2, "two"), note(3, "three")]).unwrap();
    let thief = rusqlite::Connection::open(ward.path()).unwrap();
    // The index of the list becomes one of something else, and says what it was.
    thief
        .execute_batch(
            "PRAGMA writable_schema = ON;
             UPDATE sqlite_schema SET sql = replace(sql, 'status = 0', 'status = 9') WHERE name = 'inbox_unread';
             PRAGMA writable_schema = RESET; REINDEX inbox_unread;
             PRAGMA writable_schema = ON;
             UPDATE sqlite_schema SET sql = replace(sql, 'status = 9', 'status = 0') WHERE name = 'inbox_unread';",
        )
        .unwrap();
    drop(thief);
    ward.reopen();
    assert!(ward.rows(&Select::default()).is_empty(), "every row is hidden");
    assert!(matches!(ward.store.reader().unwrap().verify(), Err(StoreError::Damaged)));
    ward.store.replace().unwrap();
    assert_eq!(ward.rows(&Select::default()).len(), 3);
    assert_eq!(ward.store.take_repair().unwrap(), Some(Repair { replaced: true, saved: 0, lost: 0 }));
    assert_eq!(ward.store.take_repair().unwrap(), None, "said once");
}

#[test]
fn an_index_that_says_something_else_is_found_at_once() {
    let ward = Ward::open();
    let thief = rusqlite::Connection::open(ward.path()).unwrap();
    thief.execute_batch("DROP INDEX inbox_unread; CREATE INDEX inbox_unread ON inbox (date) WHERE status = 9").unwrap();
    assert!(matches!(ward.open_again(&ward.key), Err(StoreError::Damaged)));
}

/// Without its data key the file is worthless, and everything comes from the server again.
#[test]
fn a_flipped_bit_where_the_data_key_is_said_to_be_announces_nothing_twice() {
    let laid = at_rest();
    let (_, from, to) = laid.kinds["data_key, leaf"][0];
    // The page's header and its one cell's place; and what stands before the wrapped key in that cell.
    let cell = to - 67;
    for byte in (from..from + 10).chain(cell..cell + 6) {
        for bit in 0..8 {
            try_one(&laid, (0, byte * 8 + bit), &format!("byte {byte}, bit {bit}"));
        }
    }
}
