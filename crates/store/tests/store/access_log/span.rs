//! What is old or too much goes, and the rest still proves itself.

use jiff::SignedDuration;
use store::access_log::{Access, Flaw};

use super::{Desk, lines, morning, words};

#[test]
fn too_many_entries_make_room_and_the_rest_still_proves_itself() {
    let mut desk = Desk::used();
    let first = desk.text();
    for _ in 0..20 {
        (0..500).for_each(|_| desk.log.note(morning(), Access::Locked, None, None));
        desk.log.write(morning()).unwrap();
    }
    assert_eq!(desk.report().entries.len(), 10_006);
    desk.does(Access::Unlocked);
    let report = desk.report();
    assert_eq!((report.flaw.clone(), report.entries.len()), (None, 7502));
    assert_eq!((words(&report)[0], report.entries[0].number), ("older-entries-dropped", 2505));
    assert_eq!((words(&report)[7501], report.entries[7501].number), ("unlocked", 10_006));
    let text = desk.text();
    desk.is_tampered(lines(&text)[1..].concat());
    assert_eq!(desk.report().flaw, Some(Flaw::Changed { after: 0 }));
    desk.is_tampered([lines(&first)[0], &lines(&text)[1..].concat()].concat());
    assert_eq!(desk.report().flaw, Some(Flaw::Changed { after: 0 }));
}

#[test]
fn entries_are_kept_for_a_year() {
    let mut desk = Desk::used();
    let days = |days: i64| morning() + SignedDuration::from_hours(24 * days);
    let mut does = |at, access| {
        desk.log.note(at, access, None, None);
        desk.log.write(at).unwrap();
        let report = desk.log.read().unwrap();
        assert_eq!(report.flaw, None);
        report.entries.into_iter().map(|entry| entry.what).collect::<Vec<_>>()
    };
    assert_eq!(does(days(300), Access::KeysChanged).len(), 7);
    assert_eq!(does(days(394), Access::Locked).len(), 8);
    assert_eq!(does(days(396), Access::Unlocked), ["older-entries-dropped", "keys-changed", "locked", "unlocked"]);
    assert_eq!(does(days(2000), Access::Started), ["older-entries-dropped", "started"]);
}
