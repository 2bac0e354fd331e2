use std::sync::Arc;

use bridge::{AccessLog, Answer, Request};
use client::{MemoryVault, VaultError};
use e2e::{ADA, Desk, Ward};
use protocol::Kind;

async fn log(desk: &Desk) -> AccessLog {
    match desk.asks(Request::AccessLog).await.unwrap() {
        Answer::AccessLog(log) => log,
        other => panic!("{other:?} is no access log"),
    }
}

fn words(log: &AccessLog) -> Vec<&str> {
    log.entries.iter().map(|entry| entry.what.as_str()).collect()
}

#[tokio::test]
async fn a_day_at_the_desk_is_in_the_log_which_names_nobody_and_outlives_the_account() {
    let ward = Ward::open().await;
    let ada = ward.ada().await;
    ward.tell(Kind::Message, "Lunch?").await;
    ada.sees(|state| state.unread == 1).await;
    let account = std::fs::read_dir(ada.folder.path().join("accounts")).unwrap().next().unwrap().unwrap().file_name();
    ada.asks(Request::ChangeKeys { pin: None }).await.unwrap();
    ada.asks(Request::SignOut).await.unwrap();
    let ada = ada.restarts().await;

    let log = log(&ada).await;
    assert_eq!(words(&log), ["begun", "started", "signed-in", "keys-changed", "signed-out-and-wiped", "started"]);
    assert_eq!((log.whole, log.says.as_str()), (true, "The log is whole."));
    let accounts: Vec<_> = log.entries.iter().map(|entry| entry.account.as_deref()).collect();
    let account = account.to_str();
    assert_eq!(accounts, [None, None, account, account, account, None]);
    let text = std::fs::read_to_string(ada.folder.path().join("access.log")).unwrap();
    for secret in [ADA, "Nowak", "Lunch", "127.0.0.1"] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_log_that_was_changed_while_the_desktop_was_off_is_said_and_kept() {
    let ward = Ward::open().await;
    let (folder, vault) = ward.ada().await.switch_off().await;
    let path = folder.path().join("access.log");
    let changed = std::fs::read_to_string(&path).unwrap().replace("signed-in", "locked");
    std::fs::write(&path, &changed).unwrap();

    let log = log(&Desk::with(folder, vault)).await;
    assert_eq!(words(&log), ["file-was-changed-and-set-aside", "started"]);
    let says = "The log is not whole: it was begun anew, as its first entry says; those up to number 2 are missing or \
                set aside.";
    assert_eq!((log.whole, log.says.as_str()), (false, says));
}

#[tokio::test]
async fn what_happens_without_a_keyring_is_written_when_there_is_one() {
    let vault = Arc::<MemoryVault>::default();
    vault.fail(Some(VaultError::Absent));
    let desk = Desk::with(tempfile::tempdir().unwrap(), Arc::clone(&vault));
    let early = log(&desk).await;
    let says = "Whether the log is whole can't be said: no keyring service is running. Entries that wait to be \
                written: 1.";
    assert_eq!((early.entries.len(), early.whole, early.says.as_str()), (0, false, says));

    vault.fail(None);
    let late = log(&desk).await;
    assert_eq!((words(&late), late.whole), (vec!["begun", "started"], true));
}
