//! What is at the web site is at the hub, to the letter.

use peer::Draft;
use reqwest::Method;
use serde_json::json;
use services::Place;
use visitor::Visitor;

use crate::clinic::{ADA, PASSWORD, TOMASZ};
use crate::moving::{Moving, at_hub, list};

on_each_storage! {
    everything_arrives_to_the_letter_and_in_its_order,
    who_signs_in_with_the_old_password_has_a_better_hash_of_it,
}

async fn everything_arrives_to_the_letter_and_in_its_order(place: Place) {
    let moving = Moving::begin(place).await;
    let (django, ada) = (&moving.clinic.django, moving.ada);
    let related = |kind: &str, id: Option<&str>| Draft {
        related_type: Some(kind.to_owned()),
        related_id: id.map(str::to_owned),
        ..Draft::new("REFERRAL", "See Dr Lis,\n\"soon\" <b>zażółć</b> \u{1f600}")
    };
    django.send(ada, &related("referral", Some("11111111-2222-4333-8444-555555555555"))).await.unwrap();
    django.send(ada, &related("chat", Some("17"))).await.unwrap();
    django.send(ada, &Draft { sensitive: true, ..Draft::new("MEDICAL", "Results") }).await.unwrap();
    django.send(ada, &Draft::new("billing", "A type that nobody knows")).await.unwrap();
    let booked = django.write_rows(ada, &Draft::new("SYSTEM", "Booked"), 30).await.unwrap();
    django.write_row(moving.tomasz, &Draft::new("SYSTEM", "")).await.unwrap();
    let (ada_there, tomasz_there) = (moving.clinic.at_django(ADA).await, moving.clinic.at_django(TOMASZ).await);
    for (id, what) in [(booked[3], "mark-read"), (booked[7], "mark-read"), (booked[11], "mark-deleted")] {
        assert_eq!(ada_there.answer(Method::POST, &format!("{id}/{what}/")).await.0, 200);
    }

    assert_eq!(
        moving.imports().await,
        [
            "people: 2 read, 2 new, 0 changed, 0 gone, 0 joined with accounts that were here",
            "notifications: 35 read, 35 new, 0 changed, 0 gone"
        ]
    );

    let audit = moving.command(&["audit"]).output().await.unwrap().stdout;
    let audit = String::from_utf8(audit).unwrap();
    for deed in ["\tuser-added\toffice\tada@ward.example\t", "\timported\toffice\t\t\t\t35\n"] {
        assert!(audit.contains(deed), "{deed} {audit}");
    }
    let hub = moving.hub().await;
    let (ada_here, tomasz_here) = (at_hub(&hub, ADA).await, at_hub(&hub, TOMASZ).await);
    assert_eq!(list(&ada_here).await.len(), 33);
    assert_eq!(list(&ada_here).await, list(&ada_there).await);
    assert_eq!(list(&tomasz_here).await, list(&tomasz_there).await);
    assert_eq!(ada_here.get("unread-count/").await, ada_there.get("unread-count/").await);
    assert_eq!(ada_here.answer(Method::GET, &format!("{}/", booked[11])).await.0, 404, "it was deleted");
    let mut replayed = tomasz_here.socket().await;
    assert_eq!(replayed.messages(1).await, [""], "what nobody was sent yet comes by the hub");
}

async fn who_signs_in_with_the_old_password_has_a_better_hash_of_it(place: Place) {
    let moving = Moving::begin(place).await;
    moving.imports().await;
    assert!(moving.password_of(ADA).await.starts_with("pbkdf2_sha256$"));
    let hub = moving.hub().await;
    assert_eq!(Visitor::new(hub.base_url()).sign_in(ADA, "a guess").await.status(), 200);

    assert_eq!(at_hub(&hub, ADA).await.get("unread-count/").await, json!({"unread_count": 0}));

    let better = moving.password_of(ADA).await;
    assert!(better.starts_with("$argon2id$"));
    moving.imports().await;
    assert_eq!(moving.password_of(ADA).await, better, "the source has not changed it");
    assert_eq!(Visitor::new(hub.base_url()).sign_in(ADA, PASSWORD).await.status(), 302);
}
