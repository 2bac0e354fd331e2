//! Section 3.4: what a connect does with what was not delivered.

use conformance::{Server, Ward, everywhere};
use reqwest::Method;
use serde_json::Value;

everywhere! {
    what_was_missed_is_replayed_or_ends_the_socket,
}

async fn what_was_missed_is_replayed_or_ends_the_socket<S: Server>(ward: &Ward<S>) {
    let first = ward.tell(&ward.tomasz, "first").await;
    let second = ward.tell(&ward.tomasz, "second").await;
    let tomasz = ward.signed_in(&ward.tomasz).await;
    assert_eq!(tomasz.get("").await["results"][0]["delivered_at"], Value::Null);
    tomasz.answer(Method::POST, &format!("{first}/mark-read/")).await;

    let mut socket = tomasz.socket().await;

    if ward.ways.replays {
        assert_eq!(socket.messages(2).await, ["first", "second"]);
        socket.is_silent().await;
        ward.is_delivered(&ward.tomasz, second).await;
    } else {
        assert_eq!(socket.close_code().await, 1011);
        assert_eq!(tomasz.socket().await.close_code().await, 1011, "and so for ever");
    }
    assert_eq!(tomasz.get("unread-count/").await["unread_count"], 1);
}
