//! Nobody gets in with a cookie that does not hold, and nobody who is in reaches what belongs to another.

use hub::NewUser;
use protocol::{SERVICE_PATH, SESSION_COOKIE, SOCKET_PATH};
use reqwest::Method;
use serde_json::{Value, json};
use services::{Place, Site};
use uuid::Uuid;
use visitor::{Visitor, answer};

use crate::ward::Ward;

on_each_storage! {
    a_forged_cookie_opens_nothing,
    an_expired_cookie_opens_nothing,
    no_address_that_takes_an_id_serves_anybody_but_its_owner,
}

const ADA: &str = "ada@ward.example";

/// Every address of the hub.
const DESCRIPTION: &str = include_str!("../../openapi.json");

async fn is_refused(visitor: &Visitor, case: &str) {
    assert_eq!(visitor.answer(Method::GET, "").await.0, 403, "{case}");
    assert_eq!(visitor.refused_socket(SOCKET_PATH, None).await, 403, "{case}");
}

async fn a_forged_cookie_opens_nothing(place: Place) {
    let ward = Ward::open(place).await;
    ward.ada().await;
    let ada = ward.signed_in(ADA).await;
    let real = ada.cookie(SESSION_COOKIE).unwrap();
    let swapped: String = real.chars().map(|letter| if letter == 'a' { 'b' } else { 'a' }).collect();
    let table = [
        ("nothing", String::new()),
        ("cut", real[..real.len() - 1].to_owned()),
        ("longer", format!("{real}0")),
        ("other letters", swapped),
        ("a wildcard", "%".to_owned()),
        ("SQL", "'OR'1'='1".to_owned()),
        ("huge", real.repeat(100)),
    ];
    for (case, forged) in table {
        let intruder = Visitor::new(ward.base_url());
        intruder.set_cookie(SESSION_COOKIE, &forged);
        is_refused(&intruder, case).await;
    }
    ada.get("").await;
}

/// Lets all sessions be over, as by a jump of the clock. How many there were.
async fn expire_all(site: &Site) -> u64 {
    let now = jiff::Timestamp::now().as_microsecond();
    let Some(database) = site.database() else {
        let db = rusqlite::Connection::open(site.folder().join("hub.sqlite3")).unwrap();
        return db.execute("UPDATE session SET expires = ?1", [now]).unwrap() as u64;
    };
    let (db, connection) = tokio_postgres::connect(database, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    db.execute("UPDATE takecare_hub.session SET expires = $1", &[&now]).await.unwrap()
}

async fn an_expired_cookie_opens_nothing(place: Place) {
    let ward = Ward::open(place).await;
    ward.ada().await;
    let ada = ward.signed_in(ADA).await;
    ada.get("").await;
    let old = ada.cookie(SESSION_COOKIE).unwrap();
    assert_eq!(expire_all(ward.hubs.site()).await, 1);
    is_refused(&ada, "once").await;
    ada.set_cookie(SESSION_COOKIE, &old);
    is_refused(&ada, "and again").await;
}

/// What may be done at addresses that take an id.
fn with_an_id() -> Vec<(Method, String)> {
    let described: Value = serde_json::from_str(DESCRIPTION).unwrap();
    let paths = described["paths"].as_object().unwrap();
    let operations = |methods: &Value| -> Vec<Method> {
        let named = methods.as_object().unwrap().iter().filter(|(_, operation)| operation.get("operationId").is_some());
        named.map(|(method, _)| method.to_uppercase().parse().unwrap()).collect()
    };
    let below = |path: &str| path.strip_prefix(SERVICE_PATH).expect("ids are the service's").to_owned();
    let mut found = Vec::new();
    for (path, methods) in paths.iter().filter(|(path, _)| path.contains('{')) {
        found.extend(operations(methods).into_iter().map(|method| (method, below(path))));
    }
    found
}

async fn no_address_that_takes_an_id_serves_anybody_but_its_owner(place: Place) {
    let ward = Ward::open(place).await;
    let ada = ward.ada().await;
    ward.tomasz().await;
    ward.hire(NewUser { is_staff: true, ..NewUser::new("helena@ward.example", "Helena Zając") }).await;
    let id = ward.send(ada, "for Ada alone").await;
    let before = ward.stored(ada, id).await;
    let addresses = with_an_id();
    assert!(addresses.len() >= 6, "{addresses:?}");

    for email in ["tomasz@ward.example", "helena@ward.example"] {
        let intruder = ward.signed_in(email).await;
        for (method, path) in &addresses {
            let asks = async |id: String| {
                let request = intruder.call(method.clone(), &path.replace("{id}", &id));
                answer(request.json(&json!({"status": "READ"}))).await
            };
            let hers = asks(id.to_string()).await;
            assert_eq!(hers.0, 404, "{method} {path}");
            assert_eq!(hers, asks(Uuid::new_v4().to_string()).await, "it does not even say that it is there");
        }
    }
    assert_eq!(ward.stored(ada, id).await, before);
}
