//! Words that must not be found in any file, whatever is done with them: looked for in every byte of the store's folder
//! after each operation.

use std::path::Path;

use protocol::{Notification, NotificationId, Related, Status};
use store::{AccountKey, Select, Store};

use crate::child;
use crate::ward::{Ward, account, note};

const TEXT: &str = "Zofia Kanarek, żółty pokój 12";
const CHANGED: &str = "Zofia Kanarek waits in room 14";
const ID: &str = "7d1b6f0e-8a52-4c1f-9c3e-0123456789ab";
/// Whatever of it stands together in no other file by chance.
const WORDS: [&str; 8] =
    ["Zofia", "Kanarek", "żółty", "lekarz-object-17", "appointment-kind", ID, "ada@ward.example", "ward.example"];

fn secret() -> Notification {
    Notification {
        id: NotificationId(ID.parse().unwrap()),
        related: Related { kind: Some("appointment-kind".into()), id: Some("lekarz-object-17".into()) },
        ..note(1, TEXT)
    }
}

/// Every spelling that a word could have on a disk.
fn spellings() -> Vec<Vec<u8>> {
    let mut all = vec![secret().id.0.as_bytes().to_vec(), ID.replace('-', "").into_bytes()];
    for word in WORDS {
        for word in [word.to_owned(), word.to_lowercase(), word.to_uppercase()] {
            all.push(word.encode_utf16().flat_map(u16::to_le_bytes).collect());
            all.push(word.encode_utf16().flat_map(u16::to_be_bytes).collect());
            all.push(word.into_bytes());
        }
    }
    all
}

/// Files in which a word or this key stands.
fn found(folder: &Path, key: &AccountKey) -> Vec<String> {
    let key = key.to_vault(account(), None).unwrap();
    let mut spellings = spellings();
    spellings.push(key.to_vec());
    let (mut found, mut bytes) = (Vec::new(), 0);
    for file in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let content = std::fs::read(file.path()).unwrap();
        bytes += content.len();
        if spellings.iter().any(|word| contains(&content, word)) {
            found.push(file.file_name().into_string().unwrap());
        }
    }
    assert!(bytes > 4096, "there is something to look at");
    found
}

fn contains(content: &[u8], word: &[u8]) -> bool {
    content.windows(word.len()).any(|window| window == word)
}

fn clean(ward: &Ward, after: &str) {
    assert!(found(ward.folder.path(), &ward.key).is_empty(), "after {after}");
}

#[test]
fn whatever_is_done_no_file_says_a_word() {
    let mut ward = Ward::open();
    let one = secret();
    ward.store.receive(std::slice::from_ref(&one)).unwrap();
    clean(&ward, "receiving");
    ward.store.take_unannounced().unwrap();
    ward.store.snooze(&[one.id], Some(one.date)).unwrap();
    clean(&ward, "a snooze");
    ward.store.take_due(one.date).unwrap();
    clean(&ward, "its end");
    ward.store.act(&[one.id], Status::Read).unwrap();
    clean(&ward, "an action");
    ward.store.undo(&[one.id]).unwrap();
    clean(&ward, "an undo");
    ward.store.act(&[one.id], Status::Deleted).unwrap();
    let action = ward.send_all()[0];
    ward.store.park(action).unwrap();
    clean(&ward, "a refusal");
    for text in ["zofia", "KANAREK", "Żółty"] {
        let search = Select { text: Some(text.to_owned()), ..Select::default() };
        assert_eq!(ward.rows(&search).len(), 1, "with the key it is found");
        clean(&ward, "a search");
    }
    let changed = Notification { message: CHANGED.into(), ..one.clone() };
    ward.store.reconcile(&ward.listing(&[changed])).unwrap();
    clean(&ward, "a check");
    ward.store.rotate(&ward.key).unwrap();
    clean(&ward, "a rotation");
    ward.store.rewrap(&ward.key).unwrap();
    clean(&ward, "a new wrapping");
    ward.store.replace().unwrap();
    clean(&ward, "a replacement, the file that was set aside included");
    ward.store.gone(one.id).unwrap();
    clean(&ward, "a burial");
    let Ward { folder, key, store } = ward;
    drop(store);
    assert!(found(folder.path(), &key).is_empty(), "after closing");
}

/// Writes and rotates without end when it runs as the child of the test below.
#[test]
fn child_that_writes_words() {
    let Some((folder, key)) = child::given() else { return };
    let mut store = Store::open(&folder.join("store.db"), account(), &key).unwrap();
    for n in 2.. {
        store.receive(&[secret(), Notification { id: note(n, "").id, ..secret() }]).unwrap();
        store.act(&[note(n, "").id], Status::Read).unwrap();
        if n.is_multiple_of(20) {
            store.rotate(&key).unwrap();
            std::io::Write::write_all(&mut std::io::stdout(), b"\n@rotated\n").unwrap();
        }
    }
}

#[test]
fn what_is_killed_in_the_middle_of_a_write_leaves_no_word() {
    for round in 1..=5 {
        let (folder, key) = child::hand_over(Ward::open());
        let mut child = child::spawn("canary::child_that_writes_words", folder.path());
        let mut out = std::io::BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        while !said.contains('@') {
            assert!(std::io::BufRead::read_line(&mut out, &mut said).unwrap() > 0, "it ended by itself");
        }
        std::thread::sleep(std::time::Duration::from_micros(1700 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        std::fs::remove_file(folder.path().join("key")).unwrap();
        assert!(found(folder.path(), &key).is_empty(), "round {round}");
    }
}

/// The look itself, on files that do say a word.
#[test]
fn the_look_finds_each_spelling() {
    let key = AccountKey::generate();
    let folder = tempfile::tempdir().unwrap();
    let mut words = spellings();
    words.push(key.to_vault(account(), None).unwrap().to_vec());
    for word in words {
        let content = [&[0; 5000], word.as_slice(), &[0; 100]].concat();
        std::fs::write(folder.path().join("store.db-wal"), content).unwrap();
        assert_eq!(found(folder.path(), &key), ["store.db-wal"]);
    }
    std::fs::remove_file(folder.path().join("store.db-wal")).unwrap();
    let plain = rusqlite::Connection::open(folder.path().join("plain.db")).unwrap();
    plain.execute_batch("CREATE TABLE inbox (message TEXT)").unwrap();
    plain.execute("INSERT INTO inbox VALUES (?)", [TEXT]).unwrap();
    assert_eq!(found(folder.path(), &key), ["plain.db"], "what an unsealed store would show");
}
