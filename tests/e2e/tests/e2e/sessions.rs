use std::sync::Arc;

use bridge::{FaultCode, Filter, Link, Request};
use client::ToastId;
use e2e::{Desk, PASSWORD, Ward};
use protocol::Kind;
use services::Place;

services::everywhere! {
    an_ended_session_is_said_and_what_is_stored_stays_readable,
    two_people_on_one_desktop_have_nothing_of_each_other,
}

#[tokio::test]
async fn the_session_is_remembered_in_the_keyring() {
    let ward = Ward::open().await;
    let ada = ward.ada().await;
    ward.tell(Kind::System, "Maintenance at noon").await;
    ada.sees(|state| state.account.as_ref().is_some_and(|account| account.name.is_some())).await;
    let ada = ada.restarts().await;
    let state = ada.is_live().await;
    let account = state.account.unwrap();
    assert_eq!((account.email.as_str(), account.name.as_deref()), (e2e::ADA, Some("Ada Nowak")));
}

async fn an_ended_session_is_said_and_what_is_stored_stays_readable(place: Place) {
    let mut ward = Ward::open_at(place).await;
    let mut ada = ward.ada().await;
    ward.tell(Kind::Message, "Lunch?").await;
    ada.sees(|state| state.unread == 1).await;
    ada.is_live().await;
    ward.hub().sign_out(ward.ada).await.unwrap();
    let state = ada.sees(|state| matches!(&state.link, Link::SignedOut { why: Some(_) })).await;
    assert_eq!(state.unread, 1);
    assert_eq!(ada.lists(Filter::default()).await.len(), 1);
    loop {
        let toast = ada.toast().await;
        if toast.id == ToastId::State {
            break;
        }
    }
    ward.go_dark().await;
    ward.come_back().await;
    ada.signs_in(&ward.server(), PASSWORD).await.unwrap();
    ada.is_live().await;
}

#[tokio::test]
async fn signing_out_wipes_what_was_stored() {
    let ward = Ward::open().await;
    let ada = ward.ada().await;
    ward.tell(Kind::Message, "Lunch?").await;
    ada.sees(|state| state.unread == 1).await;
    ada.asks(Request::SignOut).await.unwrap();
    let state = ada.sees(|state| state.link == Link::SignedOut { why: None }).await;
    assert_eq!((state.account, state.unread), (None, 0));
    let accounts = std::fs::read_dir(ada.folder.path().join("accounts")).unwrap();
    assert_eq!(accounts.count(), 0);
    let refused =
        ada.asks(Request::List { filter: Filter::default(), through: None, skip: 0, limit: 1 }).await.unwrap_err();
    assert_eq!(refused.code, FaultCode::Credentials);
    let ada = ada.restarts().await;
    ada.sees(|state| state.link == Link::SignedOut { why: None }).await;
}

#[tokio::test]
async fn without_a_keyring_nothing_is_stored_and_it_is_said() {
    let ward = Ward::open().await;
    let vault = Arc::<client::MemoryVault>::default();
    vault.fail(Some(client::VaultError::Absent));
    let desk = Desk::with(tempfile::tempdir().unwrap(), vault);
    let refused = desk.signs_in(&ward.server(), PASSWORD).await.unwrap_err();
    assert_eq!(refused.code, FaultCode::Keyring);
    let stored: Vec<_> = files(desk.folder.path());
    assert!(stored.is_empty(), "{stored:?}");

    let (folder, vault) = desk.switch_off().await;
    let desk = Desk::with(folder, vault);
    desk.sees(|state| matches!(&state.link, Link::Blocked { why } if why.code == FaultCode::Keyring)).await;
    desk.vault.fail(None);
    desk.signs_in(&ward.server(), PASSWORD).await.unwrap();
    desk.is_live().await;
}

#[tokio::test]
async fn an_emptied_keyring_starts_afresh_and_deletes_nothing() {
    let ward = Ward::open().await;
    let ada = ward.ada().await;
    ward.tell(Kind::Message, "Lunch?").await;
    ada.sees(|state| state.unread == 1).await;
    let (folder, _emptied) = ada.switch_off().await;
    let ada = Desk::with(folder, std::sync::Arc::default());
    ada.sees(|state| state.link == Link::SignedOut { why: None }).await;
    ada.signs_in(&ward.server(), PASSWORD).await.unwrap();
    ada.sees(|state| state.unread == 1).await;
    assert!(files(ada.folder.path()).iter().any(|file| file.contains("set-aside")));
}

#[tokio::test]
async fn a_database_from_a_newer_version_is_left_alone() {
    let ward = Ward::open().await;
    let ada = ward.ada().await;
    ada.is_live().await;
    let (folder, vault) = ada.switch_off().await;
    let path = files(folder.path()).into_iter().find(|file| file.ends_with("store.db")).unwrap();
    let newer = rusqlite::Connection::open(path).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    let ada = Desk::with(folder, vault);
    let state = ada.sees(|state| matches!(state.link, Link::Blocked { .. })).await;
    let Link::Blocked { why } = state.link else { unreachable!() };
    assert!(why.message.to_string().contains("newer version"), "{why}");
    let refused = ada.signs_in(&ward.server(), PASSWORD).await.unwrap_err();
    assert_eq!(refused, why);
}

fn files(folder: &std::path::Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path.to_string_lossy().into_owned());
        }
    }
    found
}

async fn two_people_on_one_desktop_have_nothing_of_each_other(place: Place) {
    let mut ward = Ward::open_at(place).await;
    let tomasz = ward.hires("tomasz@ward.example", "Tomasz Bąk").await;
    let ada = ward.ada().await;
    let id = ward.tell(Kind::Message, "Lunch, Ada?").await;
    ada.sees(|state| state.unread == 1).await;
    ada.is_live().await;
    ward.go_dark().await;
    ada.marks_read(id).await;
    ward.come_back().await;

    ward.hub().send_notification(tomasz, hub::NewNotification::new(Kind::Issue, "The bell in room 2")).await.unwrap();
    let desk = ada;
    desk.signs_in_as("tomasz@ward.example", &ward.server(), PASSWORD).await.unwrap();
    let state = desk.sees(|state| state.unread == 1 && state.checked.is_some()).await;
    assert_eq!(state.pending, 0, "what Ada did is not his");
    let messages: Vec<_> = desk.lists(Filter::default()).await.into_iter().map(|row| row.message).collect();
    assert_eq!(messages, ["The bell in room 2"]);
    ward.has_sockets(ward.ada, 0).await;

    desk.signs_in(&ward.server(), PASSWORD).await.unwrap();
    desk.sees(|state| state.unread == 0 && state.pending == 0 && state.checked.is_some()).await;
    ward.holds(id, protocol::Status::Read).await;
    let messages: Vec<_> = desk.lists(Filter::default()).await.into_iter().map(|row| row.message).collect();
    assert_eq!(messages, ["Lunch, Ada?"], "kept for her while he was here");
    ward.has_sockets(tomasz, 0).await;

    desk.asks(Request::SignOut).await.unwrap();
    let accounts = std::fs::read_dir(desk.folder.path().join("accounts")).unwrap();
    assert_eq!(accounts.count(), 1, "her sign-out wipes hers, not his");
}

#[tokio::test]
async fn new_keys_change_nothing_that_can_be_seen() {
    let ward = Ward::open().await;
    let ada = ward.ada().await;
    for message in ["one", "two", "three"] {
        ward.tell(Kind::Message, message).await;
    }
    ada.sees(|state| state.unread == 3).await;
    let before = ada.lists(Filter::default()).await;
    ada.asks(Request::ChangeKeys { pin: None }).await.unwrap();
    assert_eq!(ada.lists(Filter::default()).await, before);
    ward.tell(Kind::Message, "four").await;
    ada.sees(|state| state.unread == 4).await;

    let ada = ada.restarts().await;
    ada.sees(|state| state.unread == 4 && state.checked.is_some()).await;
    assert_eq!(ada.lists(Filter::default()).await.len(), 4);
}

#[tokio::test]
async fn an_index_that_hides_rows_is_made_anew_at_the_next_start() {
    let mut ward = Ward::open().await;
    let ada = ward.ada().await;
    ward.tell(Kind::Issue, "The bell in room 2").await;
    ada.sees(|state| state.unread == 1).await;
    ada.is_live().await;
    let (folder, vault) = ada.switch_off().await;
    // Not even the server helps: the counts agree.
    ward.go_dark().await;
    let account = std::fs::read_dir(folder.path().join("accounts")).unwrap().next().unwrap().unwrap();
    let db = rusqlite::Connection::open(account.path().join("store.db")).unwrap();
    let schema = |from: &str, to: &str| {
        format!(
            "PRAGMA writable_schema = ON;
             UPDATE sqlite_schema SET sql = replace(sql, 'status = {from}', 'status = {to}') WHERE name = 'inbox_unread';
             PRAGMA writable_schema = RESET;"
        )
    };
    db.execute_batch(&format!("{} REINDEX inbox_unread; {}", schema("0", "9"), schema("9", "0"))).unwrap();
    drop(db);

    let ada = Desk::with(folder, vault);
    ada.sees(|state| state.account.is_some()).await;
    let shown = async {
        while ada.lists(Filter::default()).await.is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(e2e::PATIENCE, shown).await.expect("the row is shown again");
}
