//! What is written, and what waits to be.

use store::access_log::{Access, AccessLogError};

use super::{Desk, morning, words};
use crate::ward::account;

#[test]
fn what_happened_stands_in_order_and_names_nobody() {
    let mut desk = Desk::used();
    desk.restarts();
    desk.does(Access::SignedOut);
    let report = desk.report();
    let expected = ["begun", "started", "signed-in", "locked", "wrong-pin", "unlocked", "signed-out-and-wiped"];
    assert_eq!(words(&report), expected);
    assert_eq!((report.flaw, report.torn, report.waiting), (None, false, 0));
    assert_eq!(report.entries.iter().map(|entry| entry.number).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5, 6]);
    let last = report.entries.last().unwrap();
    assert_eq!((last.at, last.by.as_deref()), (morning(), Some("window")));
    assert_eq!(last.account, Some(account().to_string()));
    assert!(!desk.text().contains("ada@") && !desk.text().contains("ward.example"));
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::used();
    assert_eq!(std::fs::metadata(desk.path()).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_disk_that_refuses_loses_nothing() {
    let mut desk = Desk::new();
    std::fs::create_dir(desk.path()).unwrap();
    desk.log.note(morning(), Access::Started, None, None);
    assert!(matches!(desk.log.write(morning()), Err(AccessLogError::Io(_))));
    std::fs::remove_dir(desk.path()).unwrap();
    desk.does(Access::SignedIn);
    assert_eq!(words(&desk.report()), ["begun", "started", "signed-in"]);
}

#[test]
fn when_too_much_waits_the_log_says_that_some_is_lost() {
    let mut desk = Desk::new();
    for _ in 0..1200 {
        desk.log.note(morning(), Access::WrongPin, None, None);
    }
    desk.does(Access::Unlocked);
    let report = desk.report();
    assert_eq!((report.flaw.clone(), report.entries.len()), (None, 1001));
    assert_eq!(words(&report)[999..], ["wrong-pin", "further-entries-lost"]);
}
