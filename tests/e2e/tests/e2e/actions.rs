use bridge::{Filter, FollowUp, Request, Status as Shown, Waiting};
use e2e::{Desk, PASSWORD, Porter, Ward};
use protocol::{Kind, Status};
use services::Place;

services::everywhere! {
    reading_deleting_and_unreading_reach_the_server,
    what_was_done_offline_survives_a_restart_and_reaches_the_server,
    reads_and_deletes_made_elsewhere_are_seen,
    reading_offline_what_was_deleted_elsewhere_does_not_bring_it_back,
    what_is_taken_back_at_once_never_reaches_the_server,
}

async fn reading_deleting_and_unreading_reach_the_server(place: Place) {
    let ward = Ward::open_at(place).await;
    let ada = ward.ada().await;
    let (read, deleted) = (ward.tell(Kind::Issue, "one").await, ward.tell(Kind::Issue, "two").await);
    ada.sees(|state| state.unread == 2).await;
    ada.marks_read(read).await;
    ada.asks(Request::Delete { ids: vec![deleted.0] }).await.unwrap();
    ward.holds(read, Status::Read).await;
    ward.holds(deleted, Status::Deleted).await;
    ada.sees(|state| state.pending == 0 && state.unread == 0).await;
    ada.asks(Request::MarkUnread { ids: vec![read.0] }).await.unwrap();
    ward.holds(read, Status::Unread).await;
    ada.sees(|state| state.pending == 0 && state.unread == 1).await;
}

async fn what_was_done_offline_survives_a_restart_and_reaches_the_server(place: Place) {
    let mut ward = Ward::open_at(place).await;
    let ada = ward.ada().await;
    let id = ward.tell(Kind::Medical, "Bed 4 alarm").await;
    ada.sees(|state| state.unread == 1).await;
    ward.go_dark().await;

    ada.marks_read(id).await;
    let state = ada.sees(|state| state.pending == 1).await;
    assert_eq!(state.unread, 0, "the badge does not wait for the network");
    let row = ada.lists(Filter::default()).await.remove(0);
    assert_eq!((row.status, row.waiting), (Shown::Read, Some(Waiting::Read)));

    let ada = ada.restarts().await;
    assert_eq!(ada.sees(|state| state.account.is_some()).await.pending, 1);
    ward.come_back().await;
    ward.holds(id, Status::Read).await;
    ada.sees(|state| state.pending == 0).await;
}

#[tokio::test]
async fn a_mark_for_follow_up_stays_here_and_is_found_again() {
    let ward = Ward::open().await;
    let ada = ward.ada().await;
    let (ids, due) =
        (vec![ward.tell(Kind::Medical, "Bed 4 alarm").await.0], Some("2026-12-01T07:00:00Z".parse().unwrap()));
    ward.tell(Kind::Medical, "Bed 5 alarm").await;
    let before = ada.sees(|state| state.unread == 2).await.revision;
    ada.asks(Request::FollowUp { ids: ids.clone(), mark: Some(FollowUp { due }) }).await.unwrap();
    ada.sees(|state| state.revision != before && state.pending == 0).await;

    let ada = ada.restarts().await;
    ada.sees(|state| state.account.is_some()).await;
    let marked = Filter { follow_up: true, ..Filter::default() };
    let row = ada.lists(marked.clone()).await.remove(0);
    assert_eq!((row.id, row.follow_up), (ids[0], Some(FollowUp { due })));
    let until = Filter { until: Some(row.date), ..marked.clone() };
    assert!(ada.lists(until).await.is_empty());
    ada.asks(Request::FollowUp { ids, mark: None }).await.unwrap();
    assert!(ada.lists(marked).await.is_empty());
}

#[tokio::test]
async fn mark_shown_leaves_what_came_later() {
    let ward = Ward::open().await;
    let ada = ward.ada().await;
    for message in ["one", "two", "three"] {
        ward.tell(Kind::Message, message).await;
    }
    ward.tell(Kind::Issue, "of another type").await;
    ada.sees(|state| state.unread == 4).await;
    let messages = Filter { kind: Some("MESSAGE".into()), ..Filter::default() };
    let page = ada.page(messages.clone()).await;
    let late = ward.tell(Kind::Message, "after Ada looked").await;
    ada.sees(|state| state.unread == 5).await;

    ada.asks(Request::MarkShown { filter: messages, last: page.last }).await.unwrap();
    let state = ada.sees(|state| state.unread == 2 && state.pending == 0).await;
    assert!(state.newest.iter().any(|row| row.id == late.0));
    assert_eq!(ward.status(late).await, Status::Unread);
}

async fn reads_and_deletes_made_elsewhere_are_seen(place: Place) {
    let mut ward = Ward::open_at(place).await;
    let here = ward.ada().await;
    let (read, deleted) = (ward.tell(Kind::Issue, "one").await, ward.tell(Kind::Issue, "two").await);
    here.sees(|state| state.unread == 2).await;

    let elsewhere = ward.ada().await;
    elsewhere.sees(|state| state.unread == 2).await;
    elsewhere.marks_read(read).await;
    elsewhere.asks(Request::Delete { ids: vec![deleted.0] }).await.unwrap();
    ward.holds(read, Status::Read).await;
    ward.holds(deleted, Status::Deleted).await;

    // The wire tells nobody (protocol.md, section 4): the next check does, here after the server was away.
    ward.go_dark().await;
    ward.come_back().await;
    here.sees(|state| state.unread == 0).await;
    assert_eq!(here.lists(Filter::default()).await.len(), 1);
}

async fn reading_offline_what_was_deleted_elsewhere_does_not_bring_it_back(place: Place) {
    let mut ward = Ward::open_at(place).await;
    let ada = ward.ada().await;
    let id = ward.tell(Kind::Issue, "soon deleted").await;
    ada.sees(|state| state.unread == 1).await;
    let elsewhere = ward.ada().await;
    elsewhere.sees(|state| state.unread == 1).await;
    ward.go_dark().await;
    ada.marks_read(id).await;
    elsewhere.asks(Request::Delete { ids: vec![id.0] }).await.unwrap();
    let (folder, keyring) = ada.switch_off().await;
    ward.come_back().await;
    ward.holds(id, Status::Deleted).await;
    let ada = Desk::with(folder, keyring);
    ada.sees(|state| state.account.is_some() && state.pending == 0 && state.checked.is_some()).await;
    assert!(ada.lists(Filter::default()).await.is_empty());
    assert_eq!(ward.status(id).await, Status::Deleted, "reading it must not bring it back");
}

#[tokio::test]
async fn undoing_what_the_server_has_done_already_is_done_there_too() {
    let ward = Ward::open().await;
    let id = ward.tell(Kind::Issue, "one").await;
    let ada = ward.ada().await;
    ada.sees(|state| state.unread == 1).await;
    ada.is_live().await;
    ada.marks_read(id).await;
    ward.holds(id, Status::Read).await;
    ada.asks(Request::MarkUnread { ids: vec![id.0] }).await.unwrap();
    ward.holds(id, Status::Unread).await;
    ada.sees(|state| state.pending == 0 && state.unread == 1).await;
}

async fn what_is_taken_back_at_once_never_reaches_the_server(place: Place) {
    let ward = Ward::open_at(place).await;
    let ada = ward.ada().await;
    let (read, deleted, later) = (
        ward.tell(Kind::Issue, "one").await,
        ward.tell(Kind::Issue, "two").await,
        ward.tell(Kind::Issue, "three").await,
    );
    ada.sees(|state| state.unread == 3).await;
    ada.is_live().await;

    ada.marks_read(read).await;
    ada.asks(Request::Delete { ids: vec![deleted.0] }).await.unwrap();
    assert_eq!(ada.sees(|state| state.unread == 1).await.pending, 2);
    ada.asks(Request::Undo { ids: vec![read.0, deleted.0] }).await.unwrap();
    let state = ada.sees(|state| state.unread == 3).await;
    assert_eq!(state.pending, 0, "nothing to tell: nobody had heard of it");

    // What was done after it has its time to be taken back, too; when that is over, so is theirs.
    ada.marks_read(later).await;
    ward.holds(later, Status::Read).await;
    assert_eq!((ward.status(read).await, ward.status(deleted).await), (Status::Unread, Status::Unread));
    let too_late = ada.asks(Request::Undo { ids: vec![read.0] }).await;
    assert!(too_late.is_err(), "there is nothing left to take back");
}

#[tokio::test]
async fn what_the_server_refused_says_what_it_was_and_can_be_tried_again() {
    let ward = Ward::open().await;
    let porter = Porter::before(ward.address()).await;
    let ada = Desk::switch_on();
    ada.signs_in(&porter.server(), PASSWORD).await.unwrap();
    let id = ward.tell(Kind::Issue, "one").await;
    ada.sees(|state| state.unread == 1).await;
    ada.marks_read(id).await;
    ada.sees(|state| state.pending == 1).await;
    ada.sees(|state| state.pending == 0 && state.unread == 1).await;

    let ada = ada.restarts().await;
    ada.sees(|state| state.account.is_some()).await;
    let refused = ada.lists(Filter::default()).await.remove(0).refused.unwrap();
    assert_eq!(
        (refused.action, refused.why.to_string()),
        (Some(Waiting::Read), "The server does not allow this.".into())
    );
    porter.relents();
    ada.marks_read(id).await;
    assert_eq!(ada.lists(Filter::default()).await.remove(0).refused, None);
    ward.holds(id, Status::Read).await;
}
