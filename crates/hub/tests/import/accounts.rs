//! Whose account is whose, and who may come in.

use hub::{NewUser, Role};
use peer::Draft;
use reqwest::Method;
use services::Place;
use visitor::Visitor;

use crate::clinic::{ADA, PASSWORD, TOMASZ};
use crate::moving::{Moving, at_hub, list, signed_in, summary};

on_each_storage! {
    what_changes_about_people_at_the_web_site_is_carried_over,
    who_is_shut_out_at_the_web_site_is_out_at_once,
    addresses_may_change_hands,
    an_address_that_somebody_has_here_waits_and_nothing_else_does,
    an_account_that_was_here_is_never_taken_over,
}

const OTHER: &str = "another horse battery";

async fn what_changes_about_people_at_the_web_site_is_carried_over(place: Place) {
    let moving = Moving::begin(place).await;
    moving.imports().await;
    let office = moving.site.office().await.unwrap();
    for email in [ADA, TOMASZ] {
        let user = office.user(email).await.unwrap();
        office.set_password(user, OTHER.into()).await.unwrap();
        office.set_role(user, Role::Nurse).await.unwrap();
    }
    moving.sql("UPDATE accounts_user SET name = 'Ada Lis' WHERE name = 'Ada Nowak'").await;
    moving.clinic.django.change_password(moving.tomasz, "a third horse").await.unwrap();
    let hub = moving.hub().await;
    let mut socket = signed_in(&hub, TOMASZ, OTHER).await.socket().await;
    socket.is_silent().await;

    let [people, _] = moving.imports().await;

    assert_eq!(people, "people: 2 read, 0 new, 2 changed, 0 gone, 0 joined with accounts that were here");
    assert_eq!(socket.close_code().await, 1000, "the session began with another password");
    signed_in(&hub, ADA, OTHER).await;
    signed_in(&hub, TOMASZ, "a third horse").await;
    let members = office.members().await.unwrap();
    let seen: Vec<_> = members.iter().map(|who| (who.name.as_str(), who.role)).collect();
    assert_eq!(seen, [("Ada Lis", Role::Nurse), ("Tomasz Bąk", Role::Nurse)]);
}

async fn who_is_shut_out_at_the_web_site_is_out_at_once(place: Place) {
    let moving = Moving::begin(place).await;
    moving.clinic.django.write_row(moving.tomasz, &Draft::new("SYSTEM", "Booked")).await.unwrap();
    moving.imports().await;
    let hub = moving.hub().await;
    let (ada, tomasz) = (at_hub(&hub, ADA).await, at_hub(&hub, TOMASZ).await);
    let (mut of_ada, mut of_tomasz) = (ada.socket().await, tomasz.socket().await);
    assert_eq!(of_tomasz.messages(1).await, ["Booked"]);
    of_ada.is_silent().await;
    moving.clinic.django.deactivate(moving.ada).await.unwrap();
    moving.sql("DELETE FROM notifications_notification; DELETE FROM accounts_user WHERE name = 'Tomasz Bąk'").await;

    let [people, notifications] = moving.imports().await;

    assert_eq!(people, "people: 1 read, 0 new, 1 changed, 1 gone, 0 joined with accounts that were here");
    assert_eq!(notifications, "notifications: 0 read, 0 new, 0 changed, 1 gone");
    assert_eq!([of_ada.close_code().await, of_tomasz.close_code().await], [1000, 1000]);
    for email in [ADA, TOMASZ] {
        assert_eq!(Visitor::new(hub.base_url()).sign_in(email, PASSWORD).await.status(), 200, "{email} is out");
    }
    assert_eq!(ada.answer(Method::GET, "").await.0, 403);
}

async fn addresses_may_change_hands(place: Place) {
    let moving = Moving::begin(place).await;
    moving.imports().await;
    let swap = format!(
        "UPDATE accounts_user SET email = 'nobody@ward.example' WHERE email = '{ADA}';
         UPDATE accounts_user SET email = '{ADA}' WHERE email = '{TOMASZ}';
         UPDATE accounts_user SET email = '{TOMASZ}' WHERE email = 'nobody@ward.example'"
    );
    moving.sql(&swap).await;

    let [people, _] = moving.imports().await;

    assert_eq!(people, "people: 2 read, 0 new, 2 changed, 0 gone, 0 joined with accounts that were here");
    let office = moving.site.office().await.unwrap();
    assert_eq!(office.user(ADA).await.unwrap().0, moving.tomasz);
    assert_eq!(office.user(TOMASZ).await.unwrap().0, moving.ada);
}

async fn an_address_that_somebody_has_here_waits_and_nothing_else_does(place: Place) {
    let moving = Moving::begin(place).await;
    moving.imports().await;
    let office = moving.site.office().await.unwrap();
    let of_office = "office@ward.example";
    let holder = office.add_user(NewUser::new(of_office, "The office"), OTHER.into()).await.unwrap();
    moving
        .sql(&format!("UPDATE accounts_user SET email = '{of_office}', is_active = false WHERE email = '{ADA}'"))
        .await;

    for _ in 0..2 {
        let output = moving.tries().await;

        assert_eq!(output.status.code(), Some(1));
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.starts_with(&format!("left out: user {}: somebody of another role", moving.ada)), "{said}");
        assert_eq!(office.user(of_office).await.unwrap(), holder);
        assert_eq!(office.user(ADA).await.unwrap().0, moving.ada);
        let shut_out = office.members().await.unwrap().into_iter().find(|who| !who.is_active);
        assert_eq!(shut_out.unwrap().email, ADA);
    }
}

async fn an_account_that_was_here_is_never_taken_over(place: Place) {
    let moving = Moving::begin(place).await;
    let office = moving.site.office().await.unwrap();
    let runs_it = NewUser { role: Role::Admin, is_staff: true, ..NewUser::new(ADA, "Ada, who runs the hub") };
    let runs_it = office.add_user(runs_it, OTHER.into()).await.unwrap();
    office.add_user(NewUser::new(TOMASZ, "Tomasz, who tries the hub"), OTHER.into()).await.unwrap();
    let for_ada = moving.clinic.django.write_row(moving.ada, &Draft::new("SYSTEM", "For Ada")).await.unwrap();
    moving.clinic.django.write_row(moving.tomasz, &Draft::new("SYSTEM", "For Tomasz")).await.unwrap();

    let output = moving.tries().await;

    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout.clone()).unwrap();
    let named =
        format!("left out: user {}: somebody of another role or other rights has their e-mail address", moving.ada);
    assert!(said.contains(&named), "{said}");
    assert!(said.contains(&format!("left out: notification {for_ada}: its receiver was left out\n")), "{said}");
    assert_eq!(
        summary(&output),
        [
            "people: 2 read, 0 new, 0 changed, 0 gone, 1 joined with accounts that were here",
            "notifications: 2 read, 1 new, 0 changed, 0 gone"
        ]
    );
    let hub = moving.hub().await;
    for email in [ADA, TOMASZ] {
        assert_eq!(Visitor::new(hub.base_url()).sign_in(email, PASSWORD).await.status(), 200, "{email} has the hub's");
    }
    assert!(list(&signed_in(&hub, ADA, OTHER).await).await.is_empty());
    let rows = list(&signed_in(&hub, TOMASZ, OTHER).await).await;
    assert_eq!((rows.len(), &rows[0]["message"]), (1, &"For Tomasz".into()));

    // The two are one person, says the office, and gives them the same rights at the web site.
    moving.sql(&format!("UPDATE accounts_user SET role = 'ADMIN', is_staff = true WHERE id = '{}'", moving.ada)).await;
    assert_eq!(moving.imports().await[1], "notifications: 2 read, 1 new, 0 changed, 0 gone");
    let stored = hub.notifications_of(runs_it).await.unwrap();
    assert_eq!(stored[0].notification.id.0, for_ada);
}
