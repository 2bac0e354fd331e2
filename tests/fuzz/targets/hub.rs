//! Whatever modules, services and staff post to the hub, the answer is no fault of its own, and no rule panics on it. The
//! first line of an input is the way, the rest is the body; `@ada` in it becomes the id of somebody who is there.
#![no_main]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::LazyLock;

use hub::{Database, Hub, NewUser, Role, Scope, Settings};
use jiff::Timestamp;
use libfuzzer_sys::{Corpus, fuzz_target};
use secrecy::ExposeSecret;
use tempfile::TempDir;
use tokio::runtime::Runtime;

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// The words of the first line, and where they lead.
const WAYS: [(&str, &str, &str); 5] = [
    ("event", "/api/v1/events/", JSON),
    ("one", "/api/v1/notifications/", JSON),
    ("many", "/api/v1/notifications/bulk/", JSON),
    ("event form", "/api/v1/events/", FORM),
    ("one form", "/api/v1/notifications/", FORM),
];

/// A hub with Ada, who is told of everything that administrators are told of, and with a service that may do all.
struct Clinic {
    _runtime: Runtime,
    _folder: TempDir,
    hub: Hub,
    ada: String,
    token: String,
}

static CLINIC: LazyLock<Clinic> = LazyLock::new(|| {
    let (runtime, folder) = (Runtime::new().unwrap(), tempfile::tempdir().unwrap());
    let (hub, ada, token) = runtime.block_on(async {
        let database = Database::Folder(folder.path().to_owned());
        let hub = Hub::start(Settings { listen: "127.0.0.1:0".parse().unwrap(), database, redis: None }).await.unwrap();
        let ada = NewUser { role: Role::Admin, ..NewUser::new("ada@ward.example", "Ada Nowak") };
        let ada = hub.add_user(ada, "correct horse".into()).await.unwrap();
        let token = hub.office().add_token("fuzz", Scope::ALL.to_vec(), Timestamp::now()).await.unwrap();
        (hub, ada.to_string(), token.expose_secret().to_owned())
    });
    Clinic { _runtime: runtime, _folder: folder, hub, ada, token }
});

fuzz_target!(|input: &str| -> Corpus {
    let Some((way, body)) = input.split_once('\n') else { return Corpus::Reject };
    let Some((_, path, media_type)) = WAYS.into_iter().find(|(word, ..)| *word == way) else { return Corpus::Reject };
    let status = CLINIC.posts(path, media_type, &body.replace("@ada", &CLINIC.ada));
    assert!((200..500).contains(&status), "the hub has a fault of its own: {status}");
    Corpus::Keep
});

impl Clinic {
    /// The status of the answer, which must be whole.
    fn posts(&self, path: &str, media_type: &str, body: &str) -> u16 {
        let mut stream = TcpStream::connect(&*self.hub.base_url().socket_addrs(|| None).unwrap()).unwrap();
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nHost: hub\r\nConnection: close\r\nAuthorization: Bearer {}\r\n\
             Content-Type: {media_type}\r\nContent-Length: {}\r\n\r\n{body}",
            self.token,
            body.len()
        )
        .unwrap();
        let mut answer = BufReader::new(stream);
        let mut line = String::new();
        answer.read_line(&mut line).unwrap();
        answer.read_to_end(&mut Vec::new()).unwrap();
        line.split(' ').nth(1).expect("an answer").parse().unwrap()
    }
}
