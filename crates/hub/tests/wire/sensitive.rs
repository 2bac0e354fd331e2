//! Sensitive data: sealed, and read by its receiver alone.

use hub::SensitiveKeys;
use reqwest::Method;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use services::{Place, Site};
use tempfile::NamedTempFile;
use tokio::io::AsyncReadExt;
use visitor::Visitor;

use crate::commands::{Served, hub, program, run};
use crate::events::Module;

on_each_storage! {
    its_receiver_reads_it_and_nobody_else,
    it_is_nowhere_but_there,
    without_a_key_none_is_taken,
    keys_are_rotated_and_the_old_one_is_thrown_away,
}

const PASSWORD: &str = "correct horse";
const POTASSIUM: &str = "potassium 6.1 mmol/l";

/// A clinic with Ada and Tomasz, a service that sends, and a file of keys.
struct Clinic {
    site: Site,
    keys: NamedTempFile,
    ada: String,
    token: String,
}

impl Clinic {
    async fn open(place: Place) -> Self {
        let (site, keys) = (place.site(), NamedTempFile::new().unwrap());
        std::fs::write(keys.path(), SensitiveKeys::fresh("monday").expose_secret()).unwrap();
        let mut ids = vec![];
        for (email, name) in [("ada@ward.example", "Ada Nowak"), ("tomasz@ward.example", "Tomasz Bąk")] {
            let words = ["user", "add", "--email", email, "--name", name];
            ids.push(run(hub(&site, &words).env("HUB_PASSWORD", PASSWORD)).await.stdout);
        }
        let made = run(&mut hub(&site, &["token", "add", "--name", "lab", "--scope", "notifications:send"])).await;
        let line = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().trim().to_owned();
        Self { site, keys, ada: line(ids.swap_remove(0)), token: line(made.stdout) }
    }

    async fn serves(&self) -> Served {
        Served::start(&self.site, &["serve", "--log", "trace", "--keys", self.keys.path().to_str().unwrap()]).await
    }

    /// What the hub says when results are sent to Ada.
    async fn sends(&self, served: &Served) -> (u16, Value) {
        let service = Module { visitor: Visitor::new(served.base.clone()), token: self.token.clone() };
        let body = json!({"receiver": self.ada, "notification_type": "MEDICAL", "message": "Results are there",
            "sensitive_data": {"result": POTASSIUM}});
        service.posts("/api/v1/notifications/", &body).await
    }

    async fn ada(&self, served: &Served) -> Visitor {
        served.signed_in("ada@ward.example", PASSWORD).await
    }
}

async fn read(visitor: &Visitor, id: &Value) -> (u16, Value) {
    visitor.answer(Method::GET, &format!("{}/sensitive/", id.as_str().unwrap())).await
}

fn nothing() -> (u16, Value) {
    (404, json!({"detail": "There is no sensitive data beside this notification."}))
}

fn potassium() -> (u16, Value) {
    (200, json!({"sensitive_data": {"result": POTASSIUM}}))
}

async fn its_receiver_reads_it_and_nobody_else(place: Place) {
    let clinic = Clinic::open(place).await;
    let served = clinic.serves().await;
    let (status, row) = clinic.sends(&served).await;
    assert_eq!(status, 201, "{row}");
    let ada = clinic.ada(&served).await;
    let tomasz = served.signed_in("tomasz@ward.example", PASSWORD).await;

    assert_eq!(read(&ada, &row["id"]).await, potassium());
    assert_eq!(read(&ada, &row["id"]).await, potassium(), "as often as it is wanted");
    assert_eq!(read(&tomasz, &row["id"]).await, nothing());
    assert_eq!(read(&Visitor::new(served.base.clone()), &row["id"]).await.0, 403);
    let reading = ada.call(Method::GET, &format!("{}/sensitive/", row["id"].as_str().unwrap())).send().await.unwrap();
    assert_eq!(reading.headers()["cache-control"], "no-store");

    ada.answer(Method::POST, &format!("{}/mark-deleted/", row["id"].as_str().unwrap())).await;
    assert_eq!(read(&ada, &row["id"]).await, nothing());
}

async fn it_is_nowhere_but_there(place: Place) {
    let clinic = Clinic::open(place).await;
    let mut served = clinic.serves().await;
    let ada = clinic.ada(&served).await;
    let mut socket = ada.socket().await;
    let (_, row) = clinic.sends(&served).await;

    let everything = [
        socket.json().await,
        row.clone(),
        ada.get("").await,
        ada.get(&format!("{}/", row["id"].as_str().unwrap())).await,
        ada.get("changes/").await,
    ];
    assert!(everything.iter().all(|said| !said.to_string().contains("potassium")));
    assert_eq!(ada.get("?search=potassium").await["count"], 0);
    assert_eq!(read(&ada, &row["id"]).await, potassium());

    served.process.start_kill().unwrap();
    let mut log = String::new();
    served.process.stderr.take().unwrap().read_to_string(&mut log).await.unwrap();
    assert!(log.contains("was read by its receiver") && !log.contains("potassium"));
    let stored = clinic.site.contents().await.unwrap();
    let holds = |text: &str| stored.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("Results are there") && !holds("potassium"));
}

async fn without_a_key_none_is_taken(place: Place) {
    let clinic = Clinic::open(place).await;
    let served = Served::start(&clinic.site, &["serve"]).await;
    let problem = "sensitive data can't be kept without a key: make one with `hub keys new`, and give it to the hub";
    assert_eq!(clinic.sends(&served).await, (400, json!({"sensitive_data": [problem]})));
    assert_eq!(clinic.ada(&served).await.get("").await["count"], 0);
}

async fn keys_are_rotated_and_the_old_one_is_thrown_away(place: Place) {
    let clinic = Clinic::open(place).await;
    let served = clinic.serves().await;
    let (_, row) = clinic.sends(&served).await;
    drop(served);
    let file = clinic.keys.path();
    let rotate = ["keys", "rotate", "--keys", file.to_str().unwrap()];
    let old = std::fs::read_to_string(file).unwrap();
    let new = String::from_utf8(run(&mut program(&["keys", "new", "tuesday"])).await.stdout).unwrap();

    std::fs::write(file, &new).unwrap();
    let refused = run(&mut hub(&clinic.site, &rotate)).await;
    assert_eq!(refused.stderr, b"hub: the key monday is missing: give it to the hub again\n");

    std::fs::write(file, format!("{new}\n{old}")).unwrap();
    let first = run(&mut hub(&clinic.site, &rotate)).await;
    assert_eq!(first.stdout, b"1 sealed anew\n");
    let second = run(&mut hub(&clinic.site, &rotate)).await;
    assert_eq!(second.stdout, b"0 sealed anew\n");

    std::fs::write(file, &new).unwrap();
    let served = clinic.serves().await;
    assert_eq!(read(&clinic.ada(&served).await, &row["id"]).await, potassium());
}
