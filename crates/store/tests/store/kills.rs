//! A process that writes is killed at any moment: what it said to be kept is kept, nothing is half done, and the next one
//! opens the file every time.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::Child;
use std::time::Duration;

use protocol::{Notification, NotificationId, Status};
use store::{AccountKey, Coverage, Listing, Reader, Store};

use crate::child;
use crate::ward::{Ward, account, note};

/// So many kills in the test command; `STORE_KILLS=10000` does more, in some minutes.
const KILLS: usize = 40;
/// Then a new file is begun.
const LIFE: usize = 50;

/// One turn of the writer is about three notifications. It says each of these words once that is durable.
const WORDS: [&str; 6] = ["kept", "told", "read", "deleted", "sent", "confirmed"];

fn three(first: u32) -> [Notification; 3] {
    [0, 1, 2].map(|more| note(first + more, "Bed 4 is free"))
}

/// Writes without end when it runs as the child of the test below.
#[test]
fn child_that_writes() {
    let Some((folder, key)) = child::given() else { return };
    let mut store = Store::open_or_rescue(&folder.join("store.db"), account(), &key).unwrap();
    let mut first = u32::try_from(store.last_seq().unwrap()).unwrap() + 1;
    loop {
        for word in WORDS {
            take_turn(&mut store, word, &three(first));
            // In one piece, and on a line of its own whatever the harness prints.
            std::io::stdout().write_all(format!("\n@{word} {first}\n").as_bytes()).unwrap();
        }
        first += 3;
    }
}

fn take_turn(store: &mut Store, word: &str, [one, two, three]: &[Notification; 3]) {
    match word {
        "kept" => drop(store.receive(&[one.clone(), two.clone(), three.clone()]).unwrap()),
        "told" => assert_eq!(store.take_unannounced().unwrap().len(), 3),
        "read" => drop(store.act(&[one.id], Status::Read).unwrap()),
        "deleted" => drop(store.act(&[two.id], Status::Deleted).unwrap()),
        "sent" => store.sending(&store.pending().unwrap()).unwrap(),
        _ => drop(store.reconcile(&says_read(store, one)).unwrap()),
    }
}

/// The server shows that one was read.
fn says_read(store: &Store, one: &Notification) -> Listing {
    Listing {
        rows: vec![Notification { status: Status::Read, ..one.clone() }],
        gone: Vec::new(),
        covers: Coverage::RowsOnly,
        asked_at: store.last_seq().unwrap(),
        cursor: None,
    }
}

/// Lets the child write, ends it at a moment between 0 and 1, and tells what it said.
fn kill(mut child: Child, moment: f64) -> Vec<(String, u32)> {
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut said = String::new();
    // Every fourth may die before it has opened the file; the others write.
    let writes = moment > 0.25;
    while writes && !said.contains('@') {
        assert!(out.read_line(&mut said).unwrap() > 0, "it ended by itself");
    }
    std::thread::sleep(Duration::from_micros((moment * 30_000.0) as u64));
    child.kill().unwrap();
    let status = child.wait().unwrap();
    #[cfg(unix)]
    assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(9));
    assert!(!status.success());
    out.read_to_string(&mut said).unwrap();
    let words = said.lines().filter_map(|line| line.strip_prefix('@')?.split_once(' '));
    words.map(|(word, first)| (word.to_owned(), first.parse().unwrap())).collect()
}

/// What stands in the file of the three notifications of a turn, of which these words were said: never less, and at most the
/// next word more.
fn look(store: &Store, reader: &Reader, first: u32, said: usize) {
    let story = format!("turn {first}, {said} said");
    let [one, two, three] = three(first).map(|note| note.id);
    let status = |id: NotificationId| reader.row(id).unwrap().map(|row| row.notification.status);
    let pending: Vec<_> = store.pending().unwrap().into_iter().map(|action| action.id).collect();
    let kept = [one, two, three].iter().filter(|id| store_knows(store, **id)).count();
    assert!(kept == 3 || (kept == 0 && said == 0), "{story}: all or none of a transaction, not {kept}");
    if kept == 0 {
        return;
    }
    assert_eq!(status(three), Some(Status::Unread), "{story}");
    let read = status(one) == Some(Status::Read);
    assert!(if said >= 3 { read } else { !read || said == 2 }, "{story}: read {read}");
    let deleted = status(two).is_none();
    assert!(if said >= 4 { deleted } else { !deleted || said == 3 }, "{story}: deleted {deleted}");
    assert_eq!(pending.contains(&two), deleted, "{story}: a deletion waits");
    let confirmed = read && !pending.contains(&one);
    assert!(if said >= 6 { confirmed } else { !confirmed || said == 5 }, "{story}: confirmed {confirmed}");
}

/// Whether it is there, be it deleted.
fn store_knows(store: &Store, id: NotificationId) -> bool {
    let waits = store.pending().unwrap().iter().any(|action| action.id == id);
    waits || store.reader().unwrap().row(id).unwrap().is_some()
}

/// Opens the file after a kill, and looks at what was said in this round.
fn open(folder: &Path, key: &AccountKey, said: &[(String, u32)], told: &mut BTreeSet<NotificationId>) {
    let mut store = Store::open(&folder.join("store.db"), account(), key).unwrap();
    let reader = store.reader().unwrap();
    assert!(reader.verify().unwrap().is_empty());
    let turns: BTreeSet<u32> = said.iter().map(|(_, first)| *first).collect();
    for first in &turns {
        look(&store, &reader, *first, said.iter().filter(|(_, of)| of == first).count());
    }
    for (_, first) in said.iter().filter(|(word, _)| word == "told") {
        told.extend(three(*first).map(|note| note.id));
    }
    for row in store.take_unannounced().unwrap() {
        assert!(told.insert(row.notification.id), "announced twice");
    }
}

#[test]
fn what_a_killed_process_said_to_be_kept_is_kept() {
    let kills = std::env::var("STORE_KILLS").map_or(KILLS, |number| number.parse().unwrap());
    let (mut done, mut words) = (0, 0);
    while done < kills {
        let (folder, key) = child::hand_over(Ward::open());
        let (mut told, mut all) = (BTreeSet::new(), Vec::new());
        for _ in 0..LIFE.min(kills - done) {
            done += 1;
            let moment = (done as f64 * 0.618_033_988_749_895).fract();
            let said = kill(child::spawn("kills::child_that_writes", folder.path()), moment);
            open(folder.path(), &key, &said, &mut told);
            words += said.len();
            all.extend(said);
        }
        open(folder.path(), &key, &all, &mut told);
    }
    assert!(words > kills, "{words} words in {kills} lives: it was killed at work");
}
