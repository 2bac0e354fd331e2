//! Whatever modules, services and staff post to the hub, and whatever a user asks it, the answer is no fault of its own, and
//! no rule panics on it. The first line of an input is the way, the rest is the body; `@ada` in it becomes the id of somebody
//! who is there. The way `template` has a template in its second line, which is filled in with the fields below.
#![no_main]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::LazyLock;

use hub::{Database, Hub, NewUser, Office, Pace, Role, Scope};
use jiff::Timestamp;
use libfuzzer_sys::{Corpus, fuzz_target};
use secrecy::ExposeSecret;
use tempfile::TempDir;
use tokio::runtime::Runtime;

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const NOTIFICATIONS: &str = "/api/v1/notifications/";
const EVENTS: &str = "/api/v1/events/";
const BULK: &str = "/api/v1/notifications/bulk/";
const CHANGES: &str = "/api/v1/notifications/changes/";

/// A proof against CSRF, which whoever asks chooses.
const PROOF: &str = "Proof0proof0proof0proof0proof0pr";

/// What the first line of an input says.
#[derive(Clone, Copy)]
enum Way {
    /// A service posts this, of this media type.
    Post(&'static str, &'static str),
    /// Ada changes a notification of hers.
    Patch,
    /// Ada asks here, with this query.
    Get(&'static str),
    /// A clinic's own template is filled in.
    Template,
}

const WAYS: [(&str, Way); 9] = [
    ("event", Way::Post(EVENTS, JSON)),
    ("one", Way::Post(NOTIFICATIONS, JSON)),
    ("many", Way::Post(BULK, JSON)),
    ("event form", Way::Post(EVENTS, FORM)),
    ("one form", Way::Post(NOTIFICATIONS, FORM)),
    ("patch", Way::Patch),
    ("list", Way::Get(NOTIFICATIONS)),
    ("changes", Way::Get(CHANGES)),
    ("template", Way::Template),
];

/// A hub with Ada, who is told of everything that administrators are told of, and with a service that may do all.
struct Clinic {
    runtime: Runtime,
    folder: TempDir,
    hub: Hub,
    ada: String,
    /// The header with which a service asks, and those with which Ada does.
    service: String,
    session: String,
    /// One of Ada's notifications.
    row: String,
}

static CLINIC: LazyLock<Clinic> = LazyLock::new(Clinic::open);

fuzz_target!(|input: &str| -> Corpus {
    let Some((way, body)) = input.split_once('\n') else { return Corpus::Reject };
    let Some((_, way)) = WAYS.into_iter().find(|(word, _)| *word == way) else { return Corpus::Reject };
    let (clinic, body) = (&*CLINIC, body.replace("@ada", &CLINIC.ada));
    let status = match way {
        Way::Post(path, media_type) => clinic.asks("POST", path, &clinic.service, media_type, &body),
        Way::Patch => clinic.asks("PATCH", &clinic.row, &clinic.session, JSON, &body),
        Way::Get(path) => clinic.asks("GET", &format!("{path}?{}", sendable(&body)), &clinic.session, FORM, ""),
        Way::Template => return clinic.fills_in(&body),
    };
    assert!((200..500).contains(&status), "the hub has a fault of its own: {status}");
    Corpus::Keep
});

impl Clinic {
    fn open() -> Self {
        let (runtime, folder) = (Runtime::new().unwrap(), tempfile::tempdir().unwrap());
        let (hub, ada, token) = runtime.block_on(async {
            let office = Office::open(&Database::Folder(folder.path().to_owned())).await.unwrap();
            let ada = NewUser { role: Role::Admin, ..NewUser::new("ada@ward.example", "Ada Nowak") };
            let ada = office.add_user(ada, "correct horse".into()).await.unwrap();
            let token = office.add_token("fuzz", Scope::ALL.to_vec(), Timestamp::now()).await.unwrap();
            (serve(office).await, ada.to_string(), token.expose_secret().to_owned())
        });
        let service = format!("Authorization: Bearer {token}\r\n");
        let empty = String::new();
        let mut this = Self { runtime, folder, hub, ada, service, session: empty.clone(), row: empty };
        this.sign_in();
        this
    }

    /// Ada signs in, and gets a notification.
    fn sign_in(&mut self) {
        let proof = format!("Cookie: csrftoken={PROOF}\r\nX-CSRFToken: {PROOF}\r\n");
        let form = "email=ada%40ward.example&password=correct+horse";
        let answer = self.hears("POST", "/accounts/login/", &proof, FORM, form);
        let session = answer.split("sessionid=").nth(1).and_then(|rest| rest.split(';').next()).expect("a session");
        self.session = format!("Cookie: csrftoken={PROOF}; sessionid={session}\r\nX-CSRFToken: {PROOF}\r\n");
        let new = format!(r#"{{"receiver": "{}", "notification_type": "SYSTEM", "message": "Fire drill"}}"#, self.ada);
        let answer = self.hears("POST", NOTIFICATIONS, &self.service, JSON, &new);
        let id = answer.split(r#""id":""#).nth(1).and_then(|rest| rest.split('"').next()).expect("an id");
        self.row = format!("{NOTIFICATIONS}{id}/");
    }

    /// The status of the answer, which must be whole.
    fn asks(&self, method: &str, path: &str, who: &str, media_type: &str, body: &str) -> u16 {
        let answer = self.hears(method, path, who, media_type, body);
        answer.split(' ').nth(1).expect("an answer").parse().unwrap()
    }

    fn hears(&self, method: &str, path: &str, who: &str, media_type: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&*self.hub.base_url().socket_addrs(|| None).unwrap()).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n{who}Content-Type: {media_type}\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let (mut answer, mut text) = (BufReader::new(stream), String::new());
        answer.read_line(&mut text).unwrap();
        answer.read_to_string(&mut text).unwrap();
        text
    }

    /// Serves the same people with a rule that has this template, and lets something happen.
    fn fills_in(&self, template_and_fields: &str) -> Corpus {
        let Some((template, fields)) = template_and_fields.split_once('\n') else { return Corpus::Reject };
        let Ok(fields) = serde_json::from_str(fields) else { return Corpus::Reject };
        let rules = self.folder.path().join("fuzzed.toml");
        // Strings of JSON are strings of TOML, too.
        let template = serde_json::to_string(template).unwrap();
        let rule = "[[rule]]\nname = 'fuzz'\nmodel = 'fuzz'\nroles = ['admin']\ntype = 'SYSTEM'\ncreated = ";
        fs::write(&rules, format!("{rule}{template}\n")).unwrap();
        let Ok(office) = self.hub.office().clone().with_rules(&rules) else { return Corpus::Reject };
        let event = hub::Event {
            model: "fuzz".to_owned(),
            object: "7".to_owned(),
            action: hub::Action::Created,
            fields,
            previous: None,
        };
        self.runtime.block_on(office.tell_at_once(event, Timestamp::now())).unwrap();
        Corpus::Keep
    }
}

async fn serve(office: Office) -> Hub {
    Hub::serve(office, "127.0.0.1:0".parse().unwrap(), Pace::default()).await.unwrap()
}

/// A query as it may stand in the first line of a request: what may not is written in another way.
fn sendable(query: &str) -> String {
    let written = |byte: u8| match byte {
        b'!'..=b'~' if byte != b'#' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    query.bytes().map(written).collect()
}
