//! Tables of modules that tell by themselves, in the database that TakeCare has on PostgreSQL.

use hub::{Error, UserId};
use services::Place;
use tokio_postgres::{Client, NoTls};

use crate::commands::{hub, run};
use crate::events::{all_worked_off, messages};
use crate::ward::Ward;

/// The tables of appointments, as the deployed server has them (section 10), as far as they matter here.
const TABLES: &str = "
    CREATE TABLE public.appointments_appointmentslot (id uuid PRIMARY KEY, date timestamptz, doctor_id uuid);
    CREATE TABLE public.appointments_appointment (id uuid PRIMARY KEY, patient_id uuid, notes text,
        appointment_slot_id uuid REFERENCES public.appointments_appointmentslot (id));
    CREATE TABLE public.issues_issue (id uuid PRIMARY KEY, message text, is_resolved bool, user_id uuid)";

const APPOINTMENT: &str = "'11111111-2222-4333-8444-555555555555'";
const SLOT: &str = "'aaaaaaaa-2222-4333-8444-555555555555'";

/// The ward's database, as a module of TakeCare uses it.
async fn module(ward: &Ward) -> Client {
    let database = ward.hubs.site().database().unwrap();
    let (client, connection) = tokio_postgres::connect(database, NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute(TABLES).await.unwrap();
    client
}

async fn does(ward: &Ward, words: &[&str]) -> String {
    let output = run(&mut hub(ward.hubs.site(), words)).await;
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

async fn told(ward: &Ward, user: UserId) -> Vec<String> {
    all_worked_off(ward).await;
    messages(ward, user).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_module_commits_is_told_and_what_it_takes_back_is_not() {
    let ward = Ward::open(Place::Postgres).await;
    let (jan, dora) = (ward.ada().await, ward.tomasz().await);
    let mut client = module(&ward).await;
    let words = ["watch", "add", "appointments_appointment", "--with", "appointment_slot_id"];
    assert_eq!(does(&ward, &words).await, "");
    assert_eq!(does(&ward, &["watch", "list"]).await, "public.appointments_appointment\n");

    let slot =
        format!("INSERT INTO public.appointments_appointmentslot VALUES ({SLOT}, '2026-11-24T08:30:00Z', '{dora}')");
    client.batch_execute(&slot).await.unwrap();
    let book = format!("INSERT INTO public.appointments_appointment VALUES ({APPOINTMENT}, '{jan}', '', {SLOT})");
    let taken_back = client.transaction().await.unwrap();
    taken_back.batch_execute(&book).await.unwrap();
    taken_back.rollback().await.unwrap();
    assert_eq!(told(&ward, jan).await, Vec::<String>::new());

    client.batch_execute(&book).await.unwrap();
    client.batch_execute("UPDATE public.appointments_appointment SET notes = 'fasting'").await.unwrap();
    let heard = told(&ward, jan).await;
    assert!(
        heard.len() == 1 && heard[0].starts_with("Your appointment with Tomasz Bąk on 24 November 2026 at "),
        "{heard:?}"
    );
    client.batch_execute("DELETE FROM public.appointments_appointment").await.unwrap();
    assert!(told(&ward, jan).await[1].ends_with("has been cancelled"));
    assert_eq!(told(&ward, dora).await.len(), 2);

    assert_eq!(does(&ward, &["watch", "remove", "appointments_appointment"]).await, "");
    client.batch_execute(&book).await.unwrap();
    assert_eq!(told(&ward, jan).await.len(), 2);
    assert_eq!(does(&ward, &["watch", "list"]).await, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_step_to_resolved_is_seen_in_the_row_before() {
    let ward = Ward::open(Place::TwoHubs).await;
    let ada = ward.ada().await;
    let client = module(&ward).await;
    assert_eq!(does(&ward, &["watch", "add", "public.issues_issue"]).await, "");
    let report = format!("INSERT INTO public.issues_issue VALUES ({APPOINTMENT}, 'The lift', false, '{ada}')");
    client.batch_execute(&report).await.unwrap();
    for change in ["message = 'The lift in ward 3'", "is_resolved = true", "message = 'The lift'"] {
        client.batch_execute(&format!("UPDATE public.issues_issue SET {change}")).await.unwrap();
    }
    assert_eq!(told(&ward, ada).await, ["Your issue has been resolved: The lift in ward 3"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_cant_be_told_never_fails_the_module() {
    let ward = Ward::open(Place::Postgres).await;
    let client = module(&ward).await;
    assert_eq!(does(&ward, &["watch", "add", "issues_issue"]).await, "");
    client.batch_execute("ALTER TABLE takecare_hub.event RENAME TO event_away").await.unwrap();
    let report = format!("INSERT INTO public.issues_issue VALUES ({APPOINTMENT}, 'The lift', false, NULL)");
    client.batch_execute(&report).await.unwrap();
    let kept = client.query_one("SELECT count(*) FROM public.issues_issue", &[]).await.unwrap();
    assert_eq!(kept.get::<_, i64>(0), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cant_be_watched_is_said() {
    let ward = Ward::open(Place::Postgres).await;
    let _module = module(&ward).await;
    assert_eq!(does(&ward, &["watch", "add", "beds_bed"]).await, "hub: there is no table beds_bed in this database\n");
    let injected = "issues_issue; DROP TABLE public.issues_issue";
    assert!(does(&ward, &["watch", "add", injected]).await.contains("there is no table"));
    let words = ["watch", "add", "issues_issue", "--with", "user_id"];
    assert_eq!(does(&ward, &words).await, "hub: the column user_id does not point to another table\n");
    let sqlite = Ward::open(Place::Sqlite).await;
    let refused = sqlite.hub().office().watch_table("issues_issue", vec![]).await;
    assert!(matches!(refused, Err(Error::NeedsPostgres)));
}
