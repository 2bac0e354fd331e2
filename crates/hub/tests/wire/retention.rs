//! What is older than the clinic keeps goes, and clients learn of it.

use hub::NewNotification;
use jiff::{SignedDuration, Timestamp};
use protocol::{Changes, Kind, Wants};
use services::Place;

use crate::ward::Ward;

everywhere! { what_is_too_old_goes_and_clients_let_go_of_it }

const A_DAY: SignedDuration = SignedDuration::from_hours(24);

async fn what_is_too_old_goes_and_clients_let_go_of_it(place: Place) {
    let ward = Ward::open(place).await;
    let ada = ward.ada().await;
    let visitor = ward.signed_in("ada@ward.example").await;
    let send = async |age: i32| {
        let new = NewNotification::new(Kind::System, "Bed 4 is free");
        ward.hub().office().send_notification(ada, new, Timestamp::now() - A_DAY * age).await.unwrap()
    };
    // More than go in one transaction.
    let many = NewNotification::new(Kind::System, "Bed 5 is free");
    let long_ago = Timestamp::now() - A_DAY * 400;
    ward.hub().office().send_bulk_notification(vec![ada; 600], many, long_ago).await.unwrap();
    let (old, young) = (send(91).await, send(89).await);
    let mut socket = visitor.socket_that(Wants { changes: true, ..Wants::default() }).await;
    socket.messages(602).await;
    let Changes { cursor, .. } = serde_json::from_value(visitor.get("changes/").await).unwrap();

    ward.hub().keep_for(A_DAY * 90);

    let mut gone = Vec::new();
    while gone.len() < 601 {
        gone.push(socket.json().await["notification_id"].as_str().unwrap().to_owned());
    }
    assert!(gone.contains(&old.to_string()) && !gone.contains(&young.to_string()));
    let kept = ward.hub().notifications_of(ada).await.unwrap();
    assert_eq!(kept.iter().map(|row| row.notification.id).collect::<Vec<_>>(), [young]);
    let told: Changes = serde_json::from_value(visitor.get(&format!("changes/?since={cursor}")).await).unwrap();
    assert!(told.more && told.changes.iter().all(|change| change.row.is_none()));
}
