//! Somebody who has the file, but not the keyring.

use proptest::prelude::*;
use store::Vault;
use store::access_log::{Access, Flaw};

use super::{Desk, ENTRY, keep, lines, words};

/// Makes another text of the log's, and of an older copy.
type Tamper = fn(&str, &str) -> String;

#[test]
fn every_kind_of_tampering_is_found_and_said_for_good() {
    let kinds: [(&str, Tamper); 10] = [
        ("a word is changed", |text, _| text.replace("wrong-pin", "locked")),
        ("a time is changed", |text, _| text.replacen("08:00:00Z", "09:00:00Z", 3)),
        ("a line is taken out", |text, _| [&lines(text)[..3], &lines(text)[4..]].concat().concat()),
        ("two lines are swapped", |text, _| {
            let mut lines = lines(text);
            lines.swap(2, 3);
            lines.concat()
        }),
        ("a line is put in twice", |text, _| [&lines(text)[..3], &lines(text)[2..]].concat().concat()),
        ("the last line is cut off", |text, _| lines(text)[..5].concat()),
        ("the last line is cut short", |text, _| text.trim_end().to_owned()),
        ("the first line is taken out", |text, _| lines(text)[1..].concat()),
        ("an older copy is put back", |_, older| older.to_owned()),
        ("it is emptied", |_, _| String::new()),
    ];
    for (kind, tamper) in kinds {
        let mut desk = Desk::used();
        let older = desk.text();
        desk.does(Access::Locked);
        desk.is_tampered(tamper(&desk.text(), &older));
        let flaw = desk.report().flaw;
        assert!(matches!(flaw, Some(Flaw::Changed { .. } | Flaw::Cut { last: 6, .. })), "{kind}: {flaw:?}");

        desk.restarts();
        desk.does(Access::Unlocked);
        let report = desk.report();
        assert_eq!(report.flaw, Some(Flaw::BegunAnew { last: 6 }), "{kind}");
        assert_eq!(words(&report), ["file-was-changed-and-set-aside", "unlocked"], "{kind}");
        assert_eq!(report.entries[1].number, 7, "{kind}");
        assert_eq!(desk.set_aside(), ["access.log.set-aside-1"], "{kind}");
    }
}

#[test]
fn a_file_that_is_taken_away_is_missed() {
    let mut desk = Desk::used();
    std::fs::remove_file(desk.path()).unwrap();
    assert_eq!(desk.report().flaw, Some(Flaw::Missing { last: 5 }));
    desk.does(Access::Locked);
    let report = desk.report();
    assert_eq!(
        (report.flaw.clone(), words(&report)),
        (Some(Flaw::BegunAnew { last: 5 }), vec!["file-was-missing", "locked"])
    );
}

/// The power was cut before the keyring knew of a line, the line was taken away, and another has its number now.
#[test]
fn a_line_that_was_overtaken_is_not_put_back() {
    let mut desk = Desk::used();
    let (before, known) = (desk.text(), desk.vault.read(ENTRY).unwrap().unwrap());
    desk.does(Access::WrongPin);
    let overtaken = desk.text();
    desk.is_tampered(before);
    keep(&*desk.vault, &known);
    desk.does(Access::Unlocked);
    assert_eq!(desk.report().flaw, None);
    desk.is_tampered(overtaken);
    assert_eq!(desk.report().flaw, Some(Flaw::Changed { after: 5 }));
}

#[test]
fn the_entries_before_a_flaw_still_count() {
    let desk = Desk::used();
    desk.is_tampered(desk.text().replace("wrong-pin", "unlocked"));
    let report = desk.report();
    assert_eq!(report.flaw, Some(Flaw::Changed { after: 3 }));
    assert_eq!(words(&report), ["begun", "started", "signed-in", "locked"]);
}

#[derive(Debug, Clone)]
enum Harm {
    Byte { at: prop::sample::Index, to: u8 },
    Put { at: prop::sample::Index, what: Vec<u8> },
    Cut { from: prop::sample::Index, to: prop::sample::Index },
    Copied { from: prop::sample::Index, to: prop::sample::Index },
}

fn harms() -> impl Strategy<Value = Harm> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, to)| Harm::Byte { at, to }),
        (at(), prop::collection::vec(any::<u8>(), 1..40)).prop_map(|(at, what)| Harm::Put { at, what }),
        (at(), at()).prop_map(|(from, to)| Harm::Cut { from, to }),
        (at(), at()).prop_map(|(from, to)| Harm::Copied { from, to }),
    ]
}

/// The pieces of a file between which whole lines, or any bytes, are moved.
fn harmed(text: &str, harm: &Harm, by_lines: bool) -> Vec<u8> {
    let mut pieces: Vec<Vec<u8>> = match by_lines {
        true => lines(text).into_iter().map(|line| line.as_bytes().to_vec()).collect(),
        false => text.bytes().map(|byte| vec![byte]).collect(),
    };
    let count = pieces.len();
    match harm {
        Harm::Byte { at, to } => pieces[at.index(count)] = vec![*to],
        Harm::Put { at, what } => pieces.insert(at.index(count), what.clone()),
        Harm::Cut { from, to } => drop(pieces.drain(from.index(count).min(to.index(count))..=to.index(count))),
        Harm::Copied { from, to } => pieces.insert(to.index(count), pieces[from.index(count)].clone()),
    }
    pieces.concat()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn no_random_tampering_passes(harm in harms(), by_lines: bool) {
        let desk = Desk::used();
        let (text, honest) = (desk.text(), desk.report());
        let harmed = harmed(&text, &harm, by_lines);
        desk.is_tampered(&harmed);
        let report = desk.report();
        prop_assert_eq!(report.flaw.is_none(), harmed == text.as_bytes());
        prop_assert!(honest.entries.starts_with(&report.entries), "what counts was written so");
    }
}
