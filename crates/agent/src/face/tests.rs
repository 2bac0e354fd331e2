use bridge::settings::Privacy;
use bridge::{Account, Fault, FaultCode, Row, Status};
use jiff::Timestamp;
use language::Language;
use uuid::Uuid;

use super::*;

fn now() -> Zoned {
    "2026-11-20T09:00:00+01:00[Europe/Warsaw]".parse().unwrap()
}

fn at(text: &str) -> Option<Timestamp> {
    Some(text.parse().unwrap())
}

fn ward(link: Link, unread: u32, newest: Vec<Row>) -> Snapshot {
    let ada = Account { name: Some("Ada".to_owned()), email: "ada@ward".to_owned(), server: "ward".to_owned() };
    Snapshot {
        revision: 1,
        account: Some(ada),
        link,
        lock: bridge::Lock::default(),
        unread,
        follow_ups: 0,
        snoozed: 0,
        kinds: Vec::new(),
        pending: 0,
        newest,
        export: false,
        server: None,
        checked: None,
        covered_since: None,
        gap: None,
        paused: None,
        consult: None,
    }
}

fn live() -> Link {
    Link::Live { heard: "2026-11-20T07:41:00Z".parse().unwrap() }
}

fn every_link() -> [(Link, State, &'static str); 6] {
    let why = Fault::new(FaultCode::Keyring, "the keyring is locked");
    let since = "2026-11-20T07:41:00Z".parse().unwrap();
    [
        (live(), State::Live, "live, last heard 08:41"),
        (Link::Connecting, State::Checking, "connecting"),
        (Link::Checking { every: 20 }, State::Checking, "checking every 20 s"),
        (Link::Offline { since, why: why.clone() }, State::Offline, "offline since 08:41: the keyring is locked"),
        (Link::Blocked { why }, State::Blocked, "stopped: the keyring is locked"),
        (Link::SignedOut { why: None }, State::SignedOut, "signed out"),
    ]
}

fn row(kind: &str) -> Row {
    Row {
        id: Uuid::from_u128(4),
        kind: kind.to_owned(),
        message: "Bed 4 wants water".to_owned(),
        date: "2026-11-20T07:30:00Z".parse().unwrap(),
        status: Status::Unread,
        related: None,
        waiting: None,
        refused: None,
        follow_up: None,
        snoozed: None,
    }
}

/// Labels from top to bottom; what is in a menu of the menu begins with a dot.
fn labels(menu: &[Entry]) -> Vec<String> {
    let label = |entry: &Entry| match entry {
        Entry::Choice { label, .. } => vec![label.to_string()],
        Entry::Separator => vec!["-".to_owned()],
        Entry::Menu { label, entries } => {
            let inner = labels(entries).into_iter().map(|inner| format!(".{inner}"));
            std::iter::once(label.to_string()).chain(inner).collect()
        }
    };
    menu.iter().flat_map(label).collect()
}

const PAUSES: [&str; 4] = ["Pause toasts", ".For 30 minutes", ".For 1 hour", ".Until tomorrow 07:00"];

#[test]
fn four_unread_and_live() {
    let face = face(&ward(live(), 4, vec![row("MEDICAL"), row("LAB_RESULT")]), Privacy::TypeOnly, &now());
    assert_eq!((face.state, face.count), (State::Live, 4));
    assert_eq!(face.tooltip.to_string(), "4 unread, live, last heard 08:41");
    let top = ["Medical, 08:30", "LAB_RESULT, 08:30", "-", "Open TakeCare", "Mark all shown as read", "-"];
    let menu = [&top[..], &PAUSES, &["Consult mode", "Lock", "-", "Settings…", "Sign out…", "-", "Quit"]].concat();
    assert_eq!(labels(&face.menu), menu);
}

#[test]
fn the_menu_says_as_much_as_a_toast_would() {
    let consult = |consult| Snapshot { consult, ..ward(live(), 1, vec![row("MESSAGE")]) };
    let first = |snapshot: &Snapshot, privacy| labels(&face(snapshot, privacy, &now()).menu).swap_remove(0);
    for (privacy, says) in [
        (Privacy::Hidden, "Notification, 08:30"),
        (Privacy::TypeOnly, "Message, 08:30"),
        (Privacy::Full, "Bed 4 wants water, 08:30"),
    ] {
        assert_eq!(first(&consult(None), privacy), says);
        assert_eq!(first(&consult(at("2026-11-20T08:15:00Z")), privacy), "Notification, 08:30");
    }
    let long = Row { message: "ż".repeat(60) + "\n\0", ..row("MESSAGE") };
    let says = first(&ward(live(), 1, vec![long]), Privacy::Full);
    assert_eq!(says, "ż".repeat(48) + "…, 08:30");
}

#[test]
fn nothing_of_a_message_or_a_name_is_shown() {
    let shown = format!("{:?}", face(&ward(live(), 1, vec![row("MESSAGE")]), Privacy::TypeOnly, &now()));
    for private in ["Bed 4", "Ada", "ada@ward"] {
        assert!(!shown.contains(private), "{private} is shown");
    }
}

#[test]
fn nothing_unread_leaves_nothing_to_mark() {
    let face = face(&ward(live(), 0, Vec::new()), Privacy::TypeOnly, &now());
    assert_eq!(face.tooltip.to_string(), "nothing unread, live, last heard 08:41");
    let menu =
        [&["Open TakeCare", "-"][..], &PAUSES, &["Consult mode", "Lock", "-", "Settings…", "Sign out…", "-", "Quit"]]
            .concat();
    assert_eq!(labels(&face.menu), menu);
}

#[test]
fn what_lasts_for_a_while_can_be_ended_and_is_told_by_shape_and_words() {
    let paused = Snapshot { paused: at("2026-11-20T13:30:00Z"), ..ward(live(), 4, Vec::new()) };
    let consult = Snapshot { consult: at("2026-11-20T08:15:00Z"), ..ward(live(), 4, Vec::new()) };
    let both = Snapshot { consult: consult.consult, ..paused.clone() };
    let pause_ends = "toasts paused until 14:30";
    let consult_ends = "consult mode until 09:15";
    for (ward, state, words, ends) in [
        (&paused, State::Paused, pause_ends.to_owned(), "Show toasts again"),
        (&consult, State::Consult, consult_ends.to_owned(), "End consult mode"),
        (&both, State::Paused, format!("{pause_ends}, {consult_ends}"), "End consult mode"),
    ] {
        let face = face(ward, Privacy::TypeOnly, &now());
        assert_eq!(face.state, state);
        assert_eq!(face.tooltip.to_string(), format!("4 unread, {words}, live, last heard 08:41"));
        assert!(labels(&face.menu).contains(&ends.to_owned()), "{:?}", face.menu);
        assert_eq!(labels(&face.menu).contains(&"Pause toasts".to_owned()), ward.paused.is_none());
    }
}

#[test]
fn signed_out_offers_to_sign_in() {
    let nobody = Snapshot { account: None, ..ward(Link::SignedOut { why: None }, 0, Vec::new()) };
    let face = face(&nobody, Privacy::TypeOnly, &now());
    assert_eq!((face.state, face.tooltip.to_string().as_str()), (State::SignedOut, "signed out"));
    assert_eq!(labels(&face.menu), ["Sign in…", "-", "Quit"]);
}

#[test]
fn locked_tells_the_count_and_offers_to_unlock_and_nothing_else() {
    let lock = bridge::Lock { locked: true, pin: bridge::Pin::Set };
    let paused = at("2026-11-20T13:30:00Z");
    let face = face(&Snapshot { lock, paused, ..ward(live(), 4, Vec::new()) }, Privacy::TypeOnly, &now());
    assert_eq!((face.state, face.count), (State::Locked, 4));
    assert_eq!(face.tooltip.to_string(), "4 unread, locked, toasts paused until 14:30, live, last heard 08:41");
    assert_eq!(labels(&face.menu), ["Unlock…", "-", "Quit"]);
}

#[test]
fn every_state_is_told_by_shape_and_words_and_the_graver_one_wins() {
    use State::{Blocked, Consult, Locked, Offline, Paused, SignedOut};
    let until = at("2026-11-20T13:30:00Z");
    let lock = bridge::Lock { locked: true, pin: bridge::Pin::Set };
    for (link, usual, words) in every_link() {
        let plain = ward(link, 2, Vec::new());
        let states = [
            plain.clone(),
            Snapshot { consult: until, ..plain.clone() },
            Snapshot { paused: until, consult: until, ..plain.clone() },
            Snapshot { paused: until, consult: until, lock, ..plain.clone() },
        ]
        .map(|snapshot| face(&snapshot, Privacy::TypeOnly, &now()).state);
        let grave = matches!(usual, Offline | SignedOut | Blocked);
        let expected = if grave { [usual; 4] } else { [usual, Consult, Paused, Locked] };
        assert_eq!(states, expected, "{words}");
        let told = if usual == SignedOut { words.to_owned() } else { format!("2 unread, {words}") };
        assert_eq!(face(&plain, Privacy::TypeOnly, &now()).tooltip.to_string(), told);
    }
}

#[test]
fn the_face_speaks_the_language_of_its_reader() {
    let paused =
        Snapshot { paused: at("2026-11-23T07:30:00Z"), ..ward(live(), 4, vec![row("MEDICAL"), row("LAB_RESULT")]) };
    let Face { tooltip, menu, .. } = face(&paused, Privacy::TypeOnly, &now());
    let told = "4 nieprzeczytane, dymki wstrzymane do pon. 08:30, na żywo, ostatni znak 08:41";
    assert_eq!(tooltip.said_in(Language::Polish), told);
    let labels = menu.iter().filter_map(|entry| match entry {
        Entry::Choice { label, .. } => Some(label.said_in(Language::Polish)),
        Entry::Menu { .. } | Entry::Separator => None,
    });
    let said = [
        "Medyczne, 08:30",
        "LAB_RESULT, 08:30",
        "Otwórz TakeCare",
        "Oznacz wszystkie jako przeczytane",
        "Wznów dymki",
        "Tryb konsultacji",
        "Zablokuj",
        "Ustawienia…",
        "Wyloguj się…",
        "Zakończ",
    ];
    assert_eq!(labels.collect::<Vec<_>>(), said);
}
