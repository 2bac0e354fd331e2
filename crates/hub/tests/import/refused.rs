//! What an import can't begin with is said, with what to do.

use services::Place;

use crate::moving::Moving;

async fn says(moving: &Moving, from: &str) -> String {
    let output = moving.command(&["import"]).env("HUB_IMPORT_FROM", from).output().await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_cant_be_read_is_named_with_what_to_do() {
    let moving = Moving::begin(Place::Sqlite).await;
    let database = &moving.clinic.database;
    let as_other = |name: &str| database.replace("postgres://hub@", &format!("postgres://{name}:s3cret@"));
    let away = "hub: TakeCare's database can't be read: ";

    let unreachable = says(&moving, "postgres://hub@127.0.0.1:1/takecare").await;
    assert!(unreachable.starts_with(away) && unreachable.contains("import again"), "{unreachable}");
    let stranger = says(&moving, &as_other("stranger")).await;
    assert!(stranger.contains("role \"stranger\" does not exist"), "{stranger}");
    let nowhere = says(&moving, "s3cret").await;
    assert!(nowhere.starts_with("hub: this is no address of a database"), "{nowhere}");
    moving.sql("CREATE ROLE clerk LOGIN").await;
    let closed = says(&moving, &as_other("clerk")).await;
    assert!(closed.contains("SQLSTATE 42501") && closed.contains("SELECT from accounts_user"), "{closed}");
    assert!(![unreachable, stranger, nowhere, closed].concat().contains("s3cret"));

    let moved = "ALTER TABLE notifications_notification RENAME COLUMN notification_type TO kind";
    moving.sql(moved).await;
    let other = says(&moving, database).await;
    assert!(other.contains("notifications_notification has no column notification_type"), "{other}");
    moving.sql("ALTER TABLE notifications_notification RENAME COLUMN kind TO notification_type").await;
    moving.sql("DELETE FROM accounts_user").await;
    assert!(says(&moving, database).await.contains("it can't be the right one: nothing was imported"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_who_may_only_read_is_enough_and_nothing_is_written() {
    let moving = Moving::begin(Place::Sqlite).await;
    let sql = moving.clinic.sql().await;
    moving
        .sql(
            "CREATE ROLE reader LOGIN; GRANT SELECT ON accounts_user, notifications_notification TO reader;
         REVOKE CREATE ON SCHEMA public FROM public",
        )
        .await;
    let reader = moving.clinic.database.replace("postgres://hub@", "postgres://reader@");

    let output = moving.command(&["import"]).env("HUB_IMPORT_FROM", reader).output().await.unwrap();

    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let schemas = "SELECT count(*) FROM pg_namespace WHERE nspname = 'takecare_hub'";
    assert_eq!(sql.query_one(schemas, &[]).await.unwrap().get::<_, i64>(0), 0, "no table of the hub is there");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_kept_alike_with_djangos_is_not_for_this() {
    let moving = Moving::begin(Place::Sqlite).await;
    let clinic = &moving.clinic;
    clinic.office().await.install_mirror().await.unwrap();

    for words in [&["serve", "--listen", "127.0.0.1:0"][..], &["import", "--from", &clinic.database]] {
        let said = clinic.does(words).await;
        assert!(said.contains("serve it with --beside, or run `hub beside remove`"), "{words:?}: {said}");
    }

    clinic.office().await.remove_mirror().await.unwrap();
    let said = clinic.does(&["import", "--from", &clinic.database]).await;
    assert!(said.contains("people: 2 read, 0 new, 0 changed, 0 gone, 2 joined"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_another_import_goes_on_there_is_none() {
    let moving = Moving::begin(Place::Sqlite).await;
    let another = moving.clinic.sql().await;
    another.batch_execute("BEGIN; SELECT pg_advisory_xact_lock(hashtext('hub import'))").await.unwrap();

    let refused = says(&moving, &moving.clinic.database).await;

    assert_eq!(refused, "hub: another `hub import` reads TakeCare's database: wait for its end, and import again\n");
    another.batch_execute("COMMIT").await.unwrap();
    assert!(moving.imports().await[0].starts_with("people: 2 read, 2 new"));
}
