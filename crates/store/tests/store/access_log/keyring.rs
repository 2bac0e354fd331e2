//! The keyring in each bad state.

use store::access_log::{Access, AccessLogError, By, Flaw};
use store::{MemoryVault, Vault, VaultError};

use super::{Desk, ENTRY, keep, lines, morning, words};

#[test]
fn a_keyring_that_does_not_answer_loses_nothing_and_proves_nothing() {
    let mut desk = Desk::used();
    for why in [VaultError::Absent, VaultError::Locked, VaultError::Silent, VaultError::Refused("no".to_owned())] {
        desk.vault.fail(Some(why.clone()));
        let before = desk.text();
        desk.log.note(morning(), Access::Locked, None, Some(By::Idle));
        assert!(matches!(desk.log.write(morning()), Err(AccessLogError::Vault(error)) if error == why));
        let report = desk.report();
        assert_eq!((report.flaw, report.waiting), (Some(Flaw::Unproved(why)), 1));
        assert_eq!((desk.text(), report.entries.len()), (before.clone(), lines(&before).len()));
        desk.vault.fail(None);
        desk.does(Access::Unlocked);
        let report = desk.report();
        assert_eq!((report.flaw.clone(), report.waiting), (None, 0));
        assert!(words(&report).ends_with(&["locked", "unlocked"]));
    }
}

#[test]
fn without_a_keyring_there_is_no_file() {
    let mut desk = Desk::new();
    desk.vault.fail(Some(VaultError::Absent));
    desk.log.note(morning(), Access::Started, None, None);
    assert!(desk.log.write(morning()).is_err());
    assert!(!desk.path().exists());
    assert_eq!(desk.report().flaw, Some(Flaw::Unproved(VaultError::Absent)));
}

/// What becomes of the keyring.
type Harm = fn(&MemoryVault);

#[test]
fn a_keyring_that_was_emptied_or_has_another_entry_is_said_and_what_stood_there_is_kept() {
    let harms: [(&str, Harm); 3] = [
        ("key-was-lost-and-file-set-aside", |vault| vault.delete(ENTRY).unwrap()),
        ("key-was-lost-and-file-set-aside", |vault| vault.write(ENTRY, b"nonsense").unwrap()),
        ("file-was-changed-and-set-aside", |vault| {
            keep(vault, &Desk::used().vault.read(ENTRY).unwrap().unwrap());
        }),
    ];
    for (word, harm) in harms {
        let mut desk = Desk::used();
        let before = desk.text();
        harm(&desk.vault);
        assert!(matches!(desk.report().flaw, Some(Flaw::NoKey | Flaw::Changed { after: 0 })));
        desk.does(Access::Unlocked);
        let report = desk.report();
        assert_eq!(words(&report), [word, "unlocked"]);
        assert!(matches!(report.flaw, Some(Flaw::BegunAnew { .. })));
        assert_eq!(std::fs::read_to_string(desk.folder.path().join("access.log.set-aside-1")).unwrap(), before);
    }
}

#[test]
fn an_older_entry_of_the_keyring_does_not_make_newer_lines_wrong() {
    let mut desk = Desk::used();
    let older = desk.vault.read(ENTRY).unwrap().unwrap();
    desk.does(Access::Locked);
    desk.does(Access::Unlocked);
    keep(&*desk.vault, &older);
    assert_eq!((desk.report().flaw, desk.report().entries.len()), (None, 8));
    desk.does(Access::Locked);
    assert_eq!((desk.report().flaw, desk.report().entries.len()), (None, 9));
}
