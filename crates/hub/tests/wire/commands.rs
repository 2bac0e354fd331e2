//! The `hub` command, as another process than the tests.

use std::collections::HashSet;
use std::process::{Output, Stdio};

use protocol::{Kind, SESSION_COOKIE};
use services::{Place, Site};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;
use visitor::{PATIENCE, Visitor};

use crate::ward::{PASSWORD, Ward};

on_each_storage! {
    what_another_process_sends_is_pushed_live,
    a_hub_in_the_same_process_notices_it_too,
    the_password_may_come_by_the_standard_input,
    what_cant_be_done_is_said,
    neither_messages_nor_secrets_reach_the_log,
    a_service_manager_can_end_it,
    the_demo_has_a_past_and_sends_all_eight_types_in_its_first_eight_events,
}

const ADA: &str = "ada@ward.example";
const ADD_ADA: [&str; 8] = ["user", "add", "--email", ADA, "--name", "Ada Nowak", "--role", "reception"];

pub fn program(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hub"));
    command.args(words).kill_on_drop(true);
    for set_outside in [
        "HUB_PASSWORD",
        "HUB_DATABASE_URL",
        "HUB_REDIS_URL",
        "HUB_RULES",
        "HUB_KEYS",
        "HUB_KEYS_FILE",
        "HUB_SECRET_KEY",
        "HUB_SECRET_KEY_FILE",
    ] {
        command.env_remove(set_outside);
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub fn hub(site: &Site, words: &[&str]) -> Command {
    let mut command = program(words);
    site.point_out(&mut command);
    command
}

pub async fn run(command: &mut Command) -> Output {
    timeout(PATIENCE, command.output()).await.expect("an end in time").unwrap()
}

/// Gives somebody an account with the usual password, and tells their id.
pub async fn hire(site: &Site, words: &[&str]) -> String {
    let output = run(hub(site, &[&["user", "add"], words].concat()).env("HUB_PASSWORD", PASSWORD)).await;
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

async fn add_ada(site: &Site) -> Output {
    run(hub(site, &ADD_ADA).env("HUB_PASSWORD", PASSWORD)).await
}

pub struct Served {
    pub process: Child,
    lines: Lines<BufReader<ChildStdout>>,
    pub base: url::Url,
}

impl Served {
    pub async fn start(site: &Site, words: &[&str]) -> Self {
        Self::by(&mut hub(site, words)).await
    }

    /// Starts one by a command that has all but an address.
    pub async fn by(command: &mut Command) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut process = command.arg("--listen").arg("127.0.0.1:0").spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let line = timeout(PATIENCE, lines.next_line()).await.expect("a line in time").unwrap().unwrap();
        let base = line.strip_prefix("listening on ").unwrap().parse().unwrap();
        Self { process, lines, base }
    }

    pub async fn signed_in(&self, email: &str, password: &str) -> Visitor {
        let visitor = Visitor::new(self.base.clone());
        assert_eq!(visitor.sign_in(email, password).await.status(), 302);
        visitor
    }
}

async fn what_another_process_sends_is_pushed_live(place: Place) {
    let site = place.site();
    assert!(add_ada(&site).await.status.success());
    let served = Served::start(&site, &["serve"]).await;
    let mut socket = served.signed_in(ADA, PASSWORD).await.socket().await;
    socket.is_silent().await;

    let words =
        ["send", "--to", ADA, "--type", "REFERRAL", "--related-type", "referral", "--related-id", "17", "Hello"];
    let sent = run(&mut hub(&site, &words)).await;

    let frame = socket.json().await;
    assert_eq!(frame["id"], String::from_utf8(sent.stdout).unwrap().trim());
    assert_eq!((frame["message"].as_str(), frame["type"].as_str()), (Some("Hello"), Some("REFERRAL")));
    assert_eq!(
        (frame["related_object_type"].as_str(), frame["related_object_id"].as_str()),
        (Some("referral"), Some("17"))
    );

    let words = ["send-bulk", "--to", ADA, "--to", ADA, "--type", "SYSTEM", "To all"];
    assert!(run(&mut hub(&site, &words)).await.status.success());
    assert_eq!(socket.messages(2).await, ["To all", "To all"]);
    socket.is_silent().await;
}

async fn a_hub_in_the_same_process_notices_it_too(place: Place) {
    let ward = Ward::open(place).await;
    ward.ada().await;
    let mut socket = ward.signed_in(ADA).await.socket().await;
    run(&mut hub(ward.hubs.site(), &["send", "--to", ADA, "--type", "ISSUE", "Printer"])).await;
    assert_eq!(socket.messages(1).await, ["Printer"]);
}

async fn the_password_may_come_by_the_standard_input(place: Place) {
    let site = place.site();
    let mut adding = hub(&site, &["user", "add", "--email", ADA, "--name", "Ada Nowak"]).spawn().unwrap();
    adding.stdin.take().unwrap().write_all(format!("{PASSWORD}\n").as_bytes()).await.unwrap();
    assert!(adding.wait().await.unwrap().success());
    Served::start(&site, &["serve"]).await.signed_in(ADA, PASSWORD).await;
}

async fn what_cant_be_done_is_said(place: Place) {
    let site = place.site();
    add_ada(&site).await;
    let refused = async |words: &[&str]| {
        let output = run(hub(&site, words).stdin(Stdio::null())).await;
        assert_eq!(output.status.code(), Some(1), "{words:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    let unknown = ["send", "--to", ADA, "--type", "BILLINGS", "x"];
    assert!(refused(&unknown).await.contains("there is no type BILLINGS"));
    let stranger = ["send", "--to", "eve@ward.example", "--type", "SYSTEM", "x"];
    assert!(refused(&stranger).await.contains("there is no user eve@ward.example"));
    let two = ["send", "--to", ADA, "--to", ADA, "--type", "SYSTEM", "x"];
    assert!(refused(&two).await.contains("hub send-bulk"));
    assert!(refused(&["user", "add", "--email", "eve@ward.example", "--name", "Eve"]).await.contains("no password"));
    assert_eq!(add_ada(&site).await.stderr, b"hub: there is a user with this e-mail address already\n");
}

async fn neither_messages_nor_secrets_reach_the_log(place: Place) {
    let site = place.site();
    add_ada(&site).await;
    let mut served = Served::start(&site, &["serve", "--log", "trace"]).await;
    let ada = served.signed_in(ADA, PASSWORD).await;
    let session = ada.cookie(SESSION_COOKIE).unwrap();
    let mut socket = ada.socket().await;
    run(&mut hub(&site, &["send", "--to", ADA, "--type", "MEDICAL", "potassium"])).await;
    assert_eq!(socket.messages(1).await, ["potassium"]);
    ada.get("?search=potassium").await;

    served.process.start_kill().unwrap();
    let mut log = String::new();
    served.process.stderr.take().unwrap().read_to_string(&mut log).await.unwrap();

    assert!(log.contains("serving http://127.0.0.1:"), "there is a log: {log}");
    for secret in ["potassium", PASSWORD, &session, ADA] {
        assert!(!log.contains(secret));
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_data_folder_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("hub");
    run(program(&ADD_ADA).arg("--data").arg(&data).env("HUB_PASSWORD", PASSWORD)).await;
    assert_eq!(data.metadata().unwrap().permissions().mode() & 0o777, 0o700);
}

async fn a_service_manager_can_end_it(place: Place) {
    let site = place.site();
    let mut served = Served::start(&site, &["serve"]).await;
    let id = served.process.id().unwrap().to_string();
    assert!(Command::new("kill").arg("-TERM").arg(id).status().await.unwrap().success());
    let ended = timeout(PATIENCE, served.process.wait()).await.expect("an end in time").unwrap();
    assert!(ended.success());
}

async fn the_demo_has_a_past_and_sends_all_eight_types_in_its_first_eight_events(place: Place) {
    let site = place.site();
    let mut demo = Served::start(&site, &["demo", "--seed", "7", "--every", "0.2"]).await;
    let line = timeout(PATIENCE, demo.lines.next_line()).await.unwrap().unwrap().unwrap();
    let (email, password) = line.strip_prefix("sign in as ").unwrap().split_once(" with the password ").unwrap();
    assert_eq!(email, ADA);
    let ada = demo.signed_in(email, password).await;
    let mut socket = ada.socket().await;

    let mut kinds = HashSet::new();
    for _ in 0..8 {
        kinds.insert(Kind::from(socket.json().await["type"].as_str().unwrap()));
    }

    assert_eq!(kinds, Kind::ALL.into_iter().collect());
    let past = ada.get("?status=READ&limit=100").await;
    assert_eq!(past["count"], 29);
    for email in ["dora@ward.example", "tomasz@ward.example", "helena@ward.example", "jan@ward.example"] {
        demo.signed_in(email, password).await;
    }

    drop(demo);
    let again = Served::start(&site, &["demo", "--every", "3600"]).await;
    let past = again.signed_in(ADA, password).await.get("?status=READ&limit=100").await;
    assert_eq!(past["count"], 29, "the ward moves in once");
}
