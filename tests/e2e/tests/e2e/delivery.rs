use bridge::{Filter, Request, Status};
use client::{Effect, ToastId};
use e2e::{Desk, PASSWORD, Ward};
use hub::NewNotification;
use protocol::Kind;
use services::Place;

services::everywhere! {
    a_notification_travels_to_list_badge_and_toast,
    what_came_while_away_is_caught_up_with_one_toast,
    a_restart_says_nothing_twice,
    a_burst_is_kept_whole_and_shown_in_few_toasts,
    the_server_may_go_and_come_back,
}

async fn a_notification_travels_to_list_badge_and_toast(place: Place) {
    let ward = Ward::open_at(place).await;
    let mut ada = ward.ada().await;
    ada.is_live().await;
    let id = ward.tell(Kind::Appointment, "Zofia Maj is waiting in room 4").await;

    let state = ada.sees(|state| state.unread == 1).await;
    assert_eq!(state.newest[0].id, id.0);
    assert_eq!(state.kinds.iter().find(|count| count.kind == "APPOINTMENT").unwrap().unread, 1);
    let row = ada.lists(Filter::default()).await.remove(0);
    assert_eq!((row.message.as_str(), row.status), ("Zofia Maj is waiting in room 4", Status::Unread));
    let toast = ada.toast().await;
    assert_eq!((toast.id, toast.title.to_string().as_str()), (ToastId::One(id.0), "Appointment"));
    assert!(!format!("{toast:?}").contains("Zofia"), "a toast says the type only");
}

async fn what_came_while_away_is_caught_up_with_one_toast(place: Place) {
    let ward = Ward::open_at(place).await;
    let ada = ward.ada().await;
    ada.is_live().await;
    let (folder, vault) = ada.switch_off().await;
    for kind in Kind::ALL {
        ward.tell(kind, "while away").await;
    }
    let mut ada = Desk::with(folder, vault);
    ada.sees(|state| state.unread == 8 && state.checked.is_some()).await;
    let toast = ada.toast().await;
    assert_eq!((toast.id, toast.title.to_string().as_str()), (ToastId::Summary, "8 new notifications"));
    ada.is_live().await;
    ward.tell(Kind::Issue, "the next thing that happens").await;
    let next = ada.toast().await;
    assert_eq!(
        (next.id, next.title.to_string().as_str()),
        (ToastId::Summary, "9 new notifications"),
        "the replay of the eight said nothing"
    );
}

async fn a_restart_says_nothing_twice(place: Place) {
    let ward = Ward::open_at(place).await;
    let mut ada = ward.ada().await;
    ward.tell(Kind::Medical, "Results are ready").await;
    ada.sees(|state| state.unread == 1).await;
    ada.toast().await;
    let mut ada = ada.restarts().await;
    let state = ada.is_live().await;
    assert_eq!(state.unread, 1);
    let next = ward.tell(Kind::Issue, "the next thing that happens").await;
    assert_eq!(ada.toast().await.id, ToastId::One(next.0), "the old one would have come before it");
}

async fn a_burst_is_kept_whole_and_shown_in_few_toasts(place: Place) {
    let ward = Ward::open_at(place).await;
    let mut ada = ward.ada().await;
    ada.is_live().await;
    ward.hub()
        .send_bulk_notification(vec![ward.ada; 1000], NewNotification::new(Kind::Message, "burst"))
        .await
        .unwrap();
    ada.sees(|state| state.unread == 1000).await;
    let (mut singles, mut counted, mut toasts) = (0, 0, 0);
    while singles + counted < 1000 {
        let toast = ada.toast().await;
        toasts += 1;
        match toast.id {
            ToastId::One(_) => singles += 1,
            _ => counted = toast.title.to_string().split(' ').next().unwrap().parse().unwrap(),
        }
    }
    assert_eq!(singles + counted, 1000, "each has its own toast or is counted, never both");
    assert!(singles <= 3 && toasts <= 100, "{toasts} toasts");
}

async fn the_server_may_go_and_come_back(place: Place) {
    let mut ward = Ward::open_at(place).await;
    let ada = ward.ada().await;
    ada.is_live().await;
    ward.go_dark().await;
    let state = ada.sees(|state| matches!(state.link, bridge::Link::Offline { .. })).await;
    assert_eq!(state.covered_since, None);
    ward.come_back().await;
    ward.tell(Kind::Issue, "The lift is out of order").await;
    ada.sees(|state| state.unread == 1).await;
    ada.is_live().await;
}

#[tokio::test]
async fn reading_takes_the_toast_away() {
    let ward = Ward::open().await;
    let mut ada = ward.ada().await;
    ada.is_live().await;
    let id = ward.tell(Kind::Referral, "To cardiology").await;
    ada.toast().await;
    ada.marks_read(id).await;
    assert_eq!(ada.effect().await, Effect::Withdraw(ToastId::One(id.0)));
}

#[tokio::test]
async fn everything_can_be_listed_filtered_and_searched_offline() {
    let mut ward = Ward::open().await;
    for (kind, message) in
        [(Kind::Issue, "Printer jam"), (Kind::Message, "Call Dr Lis"), (Kind::Message, "PRINTER is back")]
    {
        ward.tell(kind, message).await;
    }
    let desk = Desk::switch_on();
    desk.signs_in(&ward.server(), PASSWORD).await.unwrap();
    desk.sees(|state| state.unread == 3).await;
    ward.go_dark().await;
    let messages = Filter { kind: Some("MESSAGE".into()), ..Filter::default() };
    assert_eq!(desk.lists(messages.clone()).await.len(), 2);
    let found = desk.lists(Filter { text: Some("printer".into()), ..Filter::default() }).await;
    assert_eq!(found.len(), 2);
    let both = desk.page(Filter { text: Some("printer".into()), ..messages }).await;
    assert_eq!((both.rows.len(), both.unread), (1, 1));
}

#[tokio::test]
async fn an_open_search_finds_what_a_closed_one_does_and_what_comes_meanwhile() {
    let ward = Ward::open().await;
    let ada = ward.ada().await;
    for message in ["Bed 4 is free", "Lunch?", "BED 7 is free"] {
        ward.tell(Kind::Message, message).await;
    }
    ada.sees(|state| state.unread == 3).await;
    let beds = Filter { text: Some("bed".into()), ..Filter::default() };
    let closed = ada.page(beds.clone()).await;
    ada.asks(Request::OpenSearch).await.unwrap();
    assert_eq!(ada.page(beds.clone()).await, closed);

    let id = ward.tell(Kind::Issue, "Bed 9 squeaks").await;
    ada.sees(|state| state.unread == 4).await;
    let open = ada.page(beds.clone()).await;
    assert_eq!((open.rows.len(), open.rows[0].id, open.unread), (3, id.0, 3));
    ada.asks(Request::CloseSearch).await.unwrap();
    assert_eq!(ada.page(beds).await, open);
}
