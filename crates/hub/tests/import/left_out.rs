//! What can't be taken is counted and named, and the rest is taken.

use peer::Draft;
use services::Place;

use crate::clinic::{ADA, TOMASZ};
use crate::moving::{Moving, at_hub, list, summary};

on_each_storage! {
    what_cant_be_taken_is_named_and_the_rest_is_taken,
}

/// In every text that nobody but its receiver may read.
const CANARY: &str = "potassium";

async fn what_cant_be_taken_is_named_and_the_rest_is_taken(place: Place) {
    let moving = Moving::begin(place).await;
    let django = &moving.clinic.django;
    let jan = moving.clinic.hire("jan@ward.example", CANARY).await;
    let for_jan = django.write_row(jan, &Draft::new("SYSTEM", CANARY)).await.unwrap();
    let ids = django.write_rows(moving.ada, &Draft::new("SYSTEM", CANARY), 4).await.unwrap();
    for (table, change, id) in [
        ("accounts_user", "role = 'PORTER'", jan),
        ("accounts_user", "password = 'bcrypt_sha256$$2b$12$potassium'", moving.tomasz),
        ("notifications_notification", "status = 'LOST'", ids[0]),
        ("notifications_notification", "message = repeat('potassium', 2000000)", ids[1]),
        ("notifications_notification", "date = 'infinity'", ids[2]),
    ] {
        moving.sql(&format!("UPDATE {table} SET {change} WHERE id = '{id}'")).await;
    }

    let output = moving.tries().await;

    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout.clone()).unwrap();
    let expected = [
        format!("user {jan}: the hub does not know their role"),
        format!("user {}: taken, but for a password", moving.tomasz),
        format!("notification {for_jan}: its receiver was left out"),
        format!("notification {}: its status is unknown", ids[0]),
        format!("notification {}: its status is unknown", ids[1]),
        format!("notification {}: its status is unknown", ids[2]),
    ];
    for line in &expected {
        assert!(said.contains(line), "{line}\n{said}");
    }
    assert_eq!(said.matches("left out: ").count(), expected.len());
    assert_eq!(
        summary(&output),
        [
            "people: 3 read, 2 new, 0 changed, 0 gone, 0 joined with accounts that were here",
            "notifications: 5 read, 1 new, 0 changed, 0 gone"
        ]
    );
    let log = String::from_utf8(output.stderr).unwrap();
    assert!(log.contains("hub: 6 could not be taken"), "{log}");
    for secret in [CANARY, ADA, "pbkdf2", "bcrypt"] {
        assert!(!said.contains(secret) && !log.contains(secret), "{secret} is nobody's business");
    }
    let hub = moving.hub().await;
    assert_eq!(list(&at_hub(&hub, ADA).await).await.len(), 1);
    let nobody = visitor::Visitor::new(hub.base_url());
    assert_eq!(nobody.sign_in(TOMASZ, "whatever").await.status(), 200, "no password is right, and nothing breaks");
}
