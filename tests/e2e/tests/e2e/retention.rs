//! Old notifications are let go here, and only here.

use bridge::Filter;
use bridge::settings::Number;
use e2e::{Desk, PASSWORD, Ward};
use protocol::{Kind, Status};

#[tokio::test]
async fn what_is_beyond_the_limit_is_let_go_here_and_nothing_comes_of_it_elsewhere() {
    let ward = Ward::open().await;
    let mut ada = Desk::switch_on();
    ada.signs_in(&ward.server(), PASSWORD).await.unwrap();
    ada.is_live().await;
    let oldest = ward.tell(Kind::Message, "Lunch, Ada?").await;
    for message in ["Room 2 is free", "Dinner?"] {
        ward.tell(Kind::Message, message).await;
    }
    ada.sees(|state| state.unread == 3).await;

    for _ in 0..3 {
        ada.toast().await;
    }
    ada.sets(|settings| settings.retention_rows = Number::near(2));
    let state = ada.sees(|state| state.unread == 2 && state.checked.is_some()).await;
    let messages: Vec<_> = ada.lists(Filter::default()).await.into_iter().map(|row| row.message).collect();
    assert_eq!(messages, ["Dinner?", "Room 2 is free"]);
    assert_eq!(state.pending, 0);
    ward.holds(oldest, Status::Unread).await;
    ward.tell(Kind::Issue, "The bell in room 2").await;
    assert_eq!(ada.toast().await.body.to_string(), "1 issue", "what was let go is no news when the server lists it");
}
