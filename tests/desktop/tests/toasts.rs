//! The program that shows toasts: it ends and comes back, answers late, and is not the only one on the bus.
#![allow(clippy::unwrap_used, reason = "a test that can't go on should fail")]

use bridge::Request;
use desktop::{Notifications, Stage, Toast, eventually};
use protocol::{Kind, Status};
use rig::Part;

#[tokio::test]
async fn a_notification_service_that_is_started_again_knows_nothing_of_earlier_toasts() {
    let mut stage = Stage::with(&[Part::Keyring]).await;
    let agent = stage.sign_ada_in().await;
    let printer = stage.ward.tell(Kind::Issue, "The printer is out of paper").await;
    let lost = stage.toasts.toast("issue").await;

    start_again(&mut stage, Notifications::serve).await;
    let results = stage.ward.tell(Kind::Medical, "Lab results are ready").await;
    let toast = stage.toasts.toast("medical").await;
    assert_eq!(toast.number, lost.number, "it counts anew");

    agent.ask(Request::MarkRead { ids: vec![printer.0] }).await;
    stage.ward.holds(printer, Status::Read).await;
    assert!(!stage.toasts.toast("medical").await.closed, "what was taken away was another toast of this number");
    stage.toasts.press(&toast, "read").await;
    stage.ward.holds(results, Status::Read).await;
}

#[tokio::test]
async fn a_service_that_ends_over_a_toast_leaves_it_to_the_next() {
    let mut stage = Stage::with(&[Part::Keyring]).await;
    let _agent = stage.sign_ada_in().await;
    stage.ward.tell(Kind::Issue, "The printer is out of paper").await;
    stage.toasts.toast("issue").await;
    let next = Notifications::serve(&stage.session.bus()).await;
    assert!(next.all().is_empty(), "it waits in line");

    // It is not dropped: that would end it before it is told of anything.
    let last = std::mem::replace(&mut stage.toasts, next);
    last.will_end().await;
    let results = stage.ward.tell(Kind::Medical, "Lab results are ready").await;
    let toast = stage.toasts.toast("medical").await;
    stage.toasts.press(&toast, "read").await;
    stage.ward.holds(results, Status::Read).await;
}

#[tokio::test]
async fn while_nobody_shows_toasts_they_are_left_out_and_later_ones_are_shown() {
    let mut stage = Stage::with(&[Part::Keyring]).await;
    let agent = stage.sign_ada_in().await;
    stage.ward.tell(Kind::Issue, "The printer is out of paper").await;
    stage.toasts.toast("issue").await;
    stage.toasts.ends().await;

    stage.ward.tell(Kind::Medical, "Lab results are ready").await;
    eventually("two are unread", async || agent.snapshot().await.unread, |unread| *unread == 2).await;
    let log = || std::fs::read_to_string(stage.session.folder().join("logs/agent")).unwrap();
    eventually("it says so", async || log(), |log| log.contains("toasts can't be shown")).await;

    stage.toasts = Notifications::serve(&stage.session.bus()).await;
    stage.ward.tell(Kind::Message, "Olga asks for room 7").await;
    stage.toasts.toast("message").await;
    assert_eq!(stage.toasts.all().len(), 1);
}

#[tokio::test]
async fn a_click_before_the_service_has_answered_is_heard() {
    let stage = Stage::with(&[Part::Keyring]).await;
    let _agent = stage.sign_ada_in().await;
    stage.toasts.will_press("read").await;
    let results = stage.ward.tell(Kind::Medical, "Lab results are ready").await;
    stage.ward.holds(results, Status::Read).await;
    stage.toasts.wait_for("it is taken away", |toasts| toasts[0].closed).await;
}

#[tokio::test]
async fn what_a_stranger_says_of_a_toast_is_not_believed() {
    let stage = Stage::with(&[Part::Keyring]).await;
    let agent = stage.sign_ada_in().await;
    let results = stage.ward.tell(Kind::Medical, "Lab results are ready").await;
    let toast = stage.toasts.toast("medical").await;

    let stranger = zbus::connection::Builder::address(stage.session.bus().as_str()).build().await.unwrap();
    let (path, interface) = ("/org/freedesktop/Notifications", "org.freedesktop.Notifications");
    for listener in [None, Some(toast.connection.as_str())] {
        let said = (toast.number, "read");
        stranger.emit_signal(listener, path, interface, "ActionInvoked", &said).await.unwrap();
    }
    stage.toasts.press(&Toast { number: toast.number + 1, ..toast.clone() }, "read").await;
    stage.toasts.press(&toast, "snooze").await;

    eventually("it is snoozed", async || agent.snapshot().await.snoozed, |snoozed| *snoozed == 1).await;
    assert_eq!((agent.snapshot().await.pending, stage.ward.status(results).await), (0, Status::Unread));
}

#[tokio::test]
async fn however_many_toasts_there_are_they_come_by_one_connection() {
    let stage = Stage::with(&[Part::Keyring]).await;
    let _agent = stage.sign_ada_in().await;
    for (before, kind) in [Kind::Issue, Kind::Medical, Kind::Message, Kind::Referral].into_iter().enumerate() {
        stage.ward.tell(kind, "Something is new").await;
        stage.toasts.wait_for("a toast", |toasts| toasts.len() > before).await;
    }
    let toasts = stage.toasts.all();
    assert!(toasts.iter().all(|toast| toast.connection == toasts[0].connection), "{toasts:?}");
}

#[tokio::test]
async fn each_service_is_asked_whether_it_reads_markup() {
    let mut stage = Stage::with(&[Part::Keyring]).await;
    let _agent = stage.sign_ada_in().await;
    assert!(stage.takecare(&["set", "toasts.privacy", "full"]).status.success());
    stage.ward.tell(Kind::Issue, "<b>Room 7</b>").await;
    assert_eq!(stage.toasts.toast("issue").await.body, "&lt;b&gt;Room 7&lt;/b&gt;");

    start_again(&mut stage, Notifications::serve_plain).await;
    stage.ward.tell(Kind::Medical, "<b>Bed 4</b>").await;
    assert_eq!(stage.toasts.toast("medical").await.body, "<b>Bed 4</b>");
}

/// The notification service ends, and this one comes.
async fn start_again(stage: &mut Stage, serve: impl AsyncFnOnce(&str) -> Notifications) {
    let bus = stage.session.bus();
    let next = serve(&bus).await;
    std::mem::replace(&mut stage.toasts, next).ends().await;
}
