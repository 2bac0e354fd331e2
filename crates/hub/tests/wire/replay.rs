//! Section 3.4, as it should be: what nobody was sent waits for the next socket.

use hub::NewNotification;
use protocol::Kind;
use reqwest::Method;
use services::Place;

use crate::ward::Ward;

everywhere! {
    what_was_missed_comes_oldest_first_once_and_to_the_new_socket_only,
    a_long_absence_is_caught_up_within_one_connection_and_live_ones_follow,
    a_burst_arrives_whole_and_in_order_and_a_socket_that_never_reads_slows_nobody,
    a_hub_that_went_away_comes_back_with_what_was_sent_last,
}

const ADA: &str = "ada@ward.example";

fn numbered(count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("message {number}")).collect()
}

async fn what_was_missed_comes_oldest_first_once_and_to_the_new_socket_only(place: Place) {
    let ward = Ward::open(place).await;
    let id = ward.ada().await;
    let ids = [ward.send(id, "read").await, ward.send(id, "deleted").await, ward.send(id, "unread").await];
    let ada = ward.signed_in(ADA).await;
    ada.answer(Method::POST, &format!("{}/mark-read/", ids[0])).await;
    ada.answer(Method::POST, &format!("{}/mark-deleted/", ids[1])).await;

    let mut first = ada.socket().await;
    let frames = [first.json().await, first.json().await];
    assert_eq!(frames.each_ref().map(|frame| frame["message"].as_str().unwrap()), ["read", "unread"]);
    assert_eq!(frames.each_ref().map(|frame| frame["unread"].as_bool().unwrap()), [false, true]);
    first.is_silent().await;
    for (id_of, delivered) in [(ids[0], true), (ids[1], false), (ids[2], true)] {
        assert_eq!(ward.stored(id, id_of).await.unwrap().delivered_at.is_some(), delivered);
    }

    let mut second = ada.socket().await;
    second.is_silent().await;
    first.is_silent().await;
}

async fn a_long_absence_is_caught_up_within_one_connection_and_live_ones_follow(place: Place) {
    let ward = Ward::open(place).await;
    let id = ward.ada().await;
    for message in numbered(250) {
        ward.send(id, &message).await;
    }
    let mut socket = ward.signed_in(ADA).await.socket().await;
    ward.send(id, "message 251").await;
    assert_eq!(socket.messages(251).await, numbered(251));
    socket.is_silent().await;
}

async fn a_burst_arrives_whole_and_in_order_and_a_socket_that_never_reads_slows_nobody(place: Place) {
    let ward = Ward::open(place).await;
    let id = ward.ada().await;
    let ada = ward.signed_in(ADA).await;
    let _never_read = ada.socket().await;
    let mut read = ada.socket().await;
    let long = "x".repeat(10_000);
    let sent =
        ward.hub().send_bulk_notification(vec![id; 1_000], NewNotification::new(Kind::System, long)).await.unwrap();
    for expected in sent.into_iter().flatten() {
        assert_eq!(read.json().await["id"], expected.to_string());
    }
    read.is_silent().await;
}

async fn a_hub_that_went_away_comes_back_with_what_was_sent_last(place: Place) {
    let ward = Ward::open(place).await;
    let id = ward.ada().await;
    let ada = ward.signed_in(ADA).await;
    let mut socket = ada.socket().await;
    ward.send(id, "before").await;
    assert_eq!(socket.messages(1).await, ["before"]);
    ward.all_delivered(id).await;
    drop(socket);
    let mut lost = ada.socket().await;
    lost.is_silent().await;

    let ward = ward.restart().await;

    assert_eq!(lost.frame().await, None, "the connection ends without a close frame");
    ward.send(id, "after").await;
    assert_eq!(ada.socket().await.messages(1).await, ["after"]);
}
