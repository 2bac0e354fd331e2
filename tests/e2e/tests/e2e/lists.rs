//! Lists as a window reads them: by place, while things happen.

use bridge::{Answer, Arrivals, Cursor, Filter, Page, Request, Status as Shown};
use e2e::{Desk, Ward};
use hub::NewNotification;
use jiff::{SignedDuration, Timestamp};
use protocol::Kind;

async fn part(desk: &Desk, through: Option<Cursor>, skip: u32, limit: u32) -> Page {
    let list = Request::List { filter: Filter::default(), through, skip, limit };
    match desk.asks(list).await.unwrap() {
        Answer::Page(page) => page,
        other => panic!("{other:?} is no page"),
    }
}

#[tokio::test]
async fn a_list_keeps_its_places_while_news_come() {
    let ward = Ward::open().await;
    let ada = ward.ada().await;
    ada.is_live().await;
    let sends = async |count| {
        let message = NewNotification::new(Kind::Message, "Bed 4 is free");
        ward.hub().send_bulk_notification(vec![ward.ada; count], message).await.unwrap();
    };
    sends(30).await;
    ada.sees(|state| state.unread == 30).await;
    let first = part(&ada, None, 0, 10).await;
    let (read, rest) = (first.rows[4].id, part(&ada, None, 10, 500).await);
    assert_eq!((first.rows.len(), rest.rows.len(), first.total, first.unread, first.newer), (10, 20, 30, 30, 0));

    sends(7).await;
    ada.sees(|state| state.unread == 37).await;
    let through = Some(first.last.clone());
    let again = part(&ada, through.clone(), 0, 10).await;
    assert_eq!(again.rows, first.rows);
    assert_eq!((again.total, again.unread, again.newer), (30, 30, 7));
    assert_eq!(part(&ada, through.clone(), 10, 500).await.rows, rest.rows);
    assert!(part(&ada, through.clone(), 30, 10).await.rows.is_empty());
    ada.asks(Request::MarkRead { ids: vec![read] }).await.unwrap();
    let now = part(&ada, through.clone(), 4, 1).await;
    assert_eq!((now.rows[0].id, now.rows[0].status, now.unread), (read, Shown::Read, 29));

    let shown = part(&ada, Some(again.last), 0, 500).await;
    assert_eq!(
        (shown.total, shown.newer, shown.rows[7..].iter().map(|row| row.id).collect::<Vec<_>>()),
        (37, 0, { first.rows.iter().chain(&rest.rows).map(|row| row.id).collect() })
    );
    assert_eq!(part(&ada, None, 0, u32::MAX).await.rows.len(), 37, "as many as there are");
    assert!(ada.asks(Request::Choose { filter: Filter::default(), last: Cursor("x".to_owned()) }).await.is_err());
}

#[tokio::test]
async fn all_of_a_list_can_be_chosen_as_it_was_shown() {
    let ward = Ward::open().await;
    let ada = ward.ada().await;
    ada.is_live().await;
    let mut messages = Vec::new();
    for message in ["one", "two"] {
        ward.tell(Kind::Issue, "of another type").await;
        messages.insert(0, ward.tell(Kind::Message, message).await.0);
    }
    ada.sees(|state| state.unread == 4).await;
    let filter = Filter { kind: Some("MESSAGE".to_owned()), ..Filter::default() };
    let page = ada.page(filter.clone()).await;
    ward.tell(Kind::Message, "after Ada looked").await;
    ada.sees(|state| state.unread == 5).await;
    let chosen = ada.asks(Request::Choose { filter, last: page.last }).await;
    assert_eq!(chosen, Ok(Answer::Ids(messages.clone())));
    ada.asks(Request::Delete { ids: messages }).await.unwrap();
    ada.sees(|state| state.unread == 3).await;
}

#[tokio::test]
async fn the_overview_counts_what_came_by_hour_and_type_whatever_became_of_it() {
    let ward = Ward::open().await;
    let ada = ward.ada().await;
    ada.is_live().await;
    let before = Timestamp::now() - SignedDuration::from_hours(1);
    let read = ward.tell(Kind::Issue, "The bell").await;
    let deleted = ward.tell(Kind::Issue, "The lift").await;
    ward.tell(Kind::Message, "Lunch?").await;
    ada.sees(|state| state.unread == 3).await;
    ada.marks_read(read).await;
    ada.asks(Request::Delete { ids: vec![deleted.0] }).await.unwrap();
    let overview = async |since| match ada.asks(Request::Overview { since }).await {
        Ok(Answer::Overview(arrivals)) => arrivals,
        other => panic!("{other:?} is no overview"),
    };
    let arrivals = overview(before).await;
    let count = |kind: &str| arrivals.iter().filter(|some| some.kind == kind).map(|some| some.count).sum::<u32>();
    assert_eq!([count("ISSUE"), count("MESSAGE"), count("MEDICAL")], [2, 1, 0]);
    for Arrivals { hour, .. } in &arrivals {
        assert_eq!(hour.as_second() % 3600, 0);
        assert!(*hour >= before - SignedDuration::from_hours(1) && *hour <= Timestamp::now());
    }
    assert!(overview(Timestamp::now() + SignedDuration::from_hours(1)).await.is_empty());
}
