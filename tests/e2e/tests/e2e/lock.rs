//! Locking, unlocking and the PIN.

use std::path::Path;

use bridge::settings::Settings;
use bridge::{Answer, Fault, FaultCode, Filter, Password, Pin, Request};
use e2e::{Desk, PASSWORD, Ward};
use protocol::{Kind, Status};
use services::Place;

services::everywhere! {
    what_was_done_before_the_lock_leaves_after_it,
}

/// A PIN, as somebody types it.
fn typed(pin: &str) -> Option<Password> {
    Some(Password::new(pin.to_owned()))
}

async fn unlocks(desk: &Desk, pin: Option<Password>) -> Result<Answer, Fault> {
    desk.asks(Request::Unlock { pin }).await
}

#[tokio::test]
async fn who_locks_while_it_is_being_unlocked_finds_it_locked() {
    let ward = Ward::open().await;
    let ada = ward.ada().await;
    ada.is_live().await;
    let pin = || Some(Password::new("4711".to_owned()));
    ada.asks(Request::SetPin { current: None, new: pin() }).await.unwrap();
    ada.asks(Request::Lock).await.unwrap();
    // The PIN takes its time; the lock does not.
    let (unlocked, again) = tokio::join!(biased; ada.asks(Request::Unlock { pin: pin() }), ada.asks(Request::Lock));
    assert_eq!((unlocked.unwrap_err().code, again), (FaultCode::Locked, Ok(Answer::Done)));
    assert!(ada.sees(|state| state.lock.pin == Pin::Set).await.lock.locked);
    ada.asks(Request::Unlock { pin: pin() }).await.unwrap();
    ada.sees(|state| !state.lock.locked).await;
}

#[tokio::test]
async fn while_locked_nothing_can_be_read_or_done_and_arrivals_are_counted() {
    let ward = Ward::open().await;
    let mut ada = ward.ada().await;
    let lunch = ward.tell(Kind::Message, "Lunch, Ada?").await;
    ada.sees(|state| state.unread == 1).await;
    ada.is_live().await;
    assert_eq!(ada.toast().await.title.to_string(), "Message");

    ada.asks(Request::Lock).await.unwrap();
    let state = ada.sees(|state| state.lock.locked).await;
    assert_eq!((state.unread, state.newest.len(), state.lock.pin), (1, 0, Pin::None));
    let list = Request::List { filter: Filter::default(), through: None, skip: 0, limit: 5 };
    for request in [
        list,
        Request::Get { id: lunch.0 },
        Request::OpenSearch,
        Request::MarkRead { ids: vec![lunch.0] },
        Request::Undo { ids: vec![lunch.0] },
        Request::OpenRecord { id: lunch.0 },
        Request::ChangeKeys { pin: None },
    ] {
        let name = format!("{request:?}");
        assert_eq!(ada.asks(request).await.unwrap_err().code, FaultCode::Locked, "{name}");
    }

    ward.tell(Kind::Appointment, "Zofia at ten").await;
    assert_eq!(ada.toast().await.title.to_string(), "Appointment");
    let state = ada.sees(|state| state.unread == 2).await;
    assert!(state.newest.is_empty() && state.kinds.iter().all(|kind| kind.unread == 0), "a count and nothing else");

    unlocks(&ada, None).await.unwrap();
    ada.sees(|state| !state.lock.locked && state.unread == 2 && state.covered_since.is_some()).await;
    let messages: Vec<_> = ada.lists(Filter::default()).await.into_iter().map(|row| row.message).collect();
    assert_eq!(messages, ["Zofia at ten", "Lunch, Ada?"]);
    ward.tell(Kind::Issue, "The bell in room 2").await;
    assert_eq!(ada.toast().await.title.to_string(), "Issue", "and the appointment is not told twice");
}

async fn what_was_done_before_the_lock_leaves_after_it(place: Place) {
    let ward = Ward::open_at(place).await;
    let ada = ward.ada().await;
    let lunch = ward.tell(Kind::Message, "Lunch, Ada?").await;
    ada.sees(|state| state.unread == 1).await;
    ada.is_live().await;
    ada.marks_read(lunch).await;
    ada.asks(Request::Lock).await.unwrap();
    let state = ada.sees(|state| state.lock.locked).await;
    assert_eq!((state.unread, state.pending), (0, 1), "the server still counts it, the user does not");
    ward.tell(Kind::Message, "Dinner?").await;
    ada.sees(|state| state.unread == 1).await;

    unlocks(&ada, None).await.unwrap();
    ward.holds(lunch, Status::Read).await;
    ada.sees(|state| state.pending == 0 && state.unread == 1).await;
}

#[tokio::test]
async fn a_pin_closes_what_is_stored_until_it_is_typed_right() {
    let ward = Ward::open().await;
    let ada = ward.ada().await;
    ward.tell(Kind::Message, "Lunch, Ada?").await;
    ada.sees(|state| state.unread == 1).await;
    let short = Request::SetPin { current: None, new: typed("739") };
    assert_eq!(ada.asks(short).await.unwrap_err().code, FaultCode::Pin);
    ada.asks(Request::SetPin { current: None, new: typed("7391") }).await.unwrap();
    ada.sees(|state| state.lock.pin == Pin::Set && !state.lock.locked).await;

    let ada = ada.restarts().await;
    let state = ada.sees(|state| state.lock.locked).await;
    assert_eq!((state.lock.pin, state.unread), (Pin::Set, 1), "counted without a key");
    ward.tell(Kind::Message, "Dinner?").await;
    ada.sees(|state| state.unread == 2).await;
    assert_eq!(unlocks(&ada, None).await.unwrap_err().code, FaultCode::Pin);
    assert_eq!(unlocks(&ada, typed("1937")).await.unwrap_err().message.to_string(), "That is not your PIN. Try again.");
    unlocks(&ada, typed("7391")).await.unwrap();
    ada.sees(|state| !state.lock.locked && state.unread == 2).await;
    assert_eq!(ada.lists(Filter::default()).await.len(), 2);

    let wrong = Request::SetPin { current: typed("1937"), new: None };
    assert_eq!(ada.asks(wrong).await.unwrap_err().code, FaultCode::Pin);
    ada.asks(Request::ChangeKeys { pin: typed("7391") }).await.unwrap();
    ada.asks(Request::SetPin { current: typed("7391"), new: None }).await.unwrap();
    let ada = ada.restarts().await;
    ada.sees(|state| state.unread == 2 && state.lock == bridge::Lock::default()).await;
}

#[tokio::test]
async fn wrong_pins_have_to_wait() {
    let ward = Ward::open().await;
    let ada = ward.ada().await;
    ada.asks(Request::SetPin { current: None, new: typed("7391") }).await.unwrap();
    ada.asks(Request::Lock).await.unwrap();
    for _ in 0..3 {
        unlocks(&ada, typed("1937")).await.unwrap_err();
    }
    let why = unlocks(&ada, typed("7391")).await.unwrap_err();
    assert!(why.message.to_string().starts_with("Too many wrong PINs. Wait "), "{}", why.message);
}

#[tokio::test]
async fn who_forgot_the_pin_signs_out_and_starts_afresh() {
    let ward = Ward::open().await;
    let ada = ward.ada().await;
    ward.tell(Kind::Message, "Lunch, Ada?").await;
    ada.asks(Request::SetPin { current: None, new: typed("7391") }).await.unwrap();
    let ada = ada.restarts().await;
    ada.sees(|state| state.lock.locked).await;
    ada.signs_in(&ward.server(), PASSWORD).await.unwrap();
    assert!(ada.sees(|state| state.account.is_some()).await.lock.locked, "signing in is no way round the PIN");

    ada.asks(Request::SignOut).await.unwrap();
    ada.signs_in(&ward.server(), PASSWORD).await.unwrap();
    ada.sees(|state| state.unread == 1 && state.lock == bridge::Lock::default()).await;
}

#[tokio::test]
async fn an_administrator_can_want_a_pin() {
    let ward = Ward::open().await;
    let ada = Desk::set(Settings { pin_required: true, ..Settings::default() });
    ward.tell(Kind::Message, "Lunch, Ada?").await;
    ada.signs_in(&ward.server(), PASSWORD).await.unwrap();
    ada.sees(|state| state.lock == bridge::Lock { locked: true, pin: Pin::Missing }).await;
    assert_eq!(unlocks(&ada, None).await.unwrap_err().code, FaultCode::Pin);
    ada.asks(Request::SetPin { current: None, new: typed("7391") }).await.unwrap();
    ada.sees(|state| state.unread == 1 && state.lock == bridge::Lock { locked: false, pin: Pin::Set }).await;
    let off = Request::SetPin { current: typed("7391"), new: None };
    assert_eq!(ada.asks(off).await.unwrap_err().code, FaultCode::Pin);
    let ada = ada.restarts().await;
    ada.sees(|state| state.lock == bridge::Lock { locked: true, pin: Pin::Set }).await;
}

/// Whether a word stands in any file of a folder.
fn is_written(word: &str, folder: &Path) -> bool {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| match path.is_dir() {
        true => is_written(word, &path),
        false => std::fs::read(path).unwrap().windows(word.len()).any(|bytes| bytes == word.as_bytes()),
    })
}

#[tokio::test]
async fn no_file_says_a_word_before_or_after_locking_unlocking_and_signing_out() {
    let ward = Ward::open().await;
    let ada = ward.ada().await;
    ward.tell(Kind::Message, "Zofia Canary asks for water").await;
    ada.sees(|state| state.unread == 1).await;
    std::fs::write(ada.folder.path().join("control"), "Canary").unwrap();
    assert!(is_written("Canary", ada.folder.path()), "it is found where it is");
    std::fs::remove_file(ada.folder.path().join("control")).unwrap();
    for request in [Request::OpenSearch, Request::Lock, Request::Unlock { pin: None }, Request::SignOut] {
        let name = format!("{request:?}");
        ada.asks(request).await.unwrap();
        assert!(!is_written("Canary", ada.folder.path()), "after {name}");
    }
}

#[tokio::test]
async fn the_access_log_says_when_it_was_open() {
    let ward = Ward::open().await;
    let ada = ward.ada().await;
    ada.asks(Request::SetPin { current: None, new: typed("7391") }).await.unwrap();
    ada.asks(Request::Lock).await.unwrap();
    unlocks(&ada, typed("1937")).await.unwrap_err();
    unlocks(&ada, typed("7391")).await.unwrap();
    let Answer::AccessLog(log) = ada.asks(Request::AccessLog).await.unwrap() else { panic!("no log") };
    let words: Vec<_> = log.entries.iter().map(|entry| entry.what.as_str()).collect();
    assert_eq!(words, ["begun", "started", "signed-in", "pin-set", "locked", "wrong-pin", "unlocked"]);
    assert!(log.whole, "{}", log.says);
}
