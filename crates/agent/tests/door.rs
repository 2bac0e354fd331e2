//! The door, over a real socket, with the test behind the desk in the client's place.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::time::Duration;

use agent::desk::{Ask, Desk, Trays};
use agent::door::Door;
use agent::seat::Seat;
use agent::tongue::Tongue;
use bridge::settings::Settings;
use bridge::{
    Address, Answer, ConnectError, Event, Fault, FaultCode, Finding, KindCount, Link, Listener, Request, Role,
    Snapshot, Topic, View, connect,
};
use client::By;
use language::{Language, Phrase, say};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Longer than anything here takes.
const DEADLINE: Duration = Duration::from_secs(30);

/// A desktop with an open door. What is asked arrives at `trays`.
struct Ward {
    address: Address,
    trays: Trays,
    settings: watch::Sender<Arc<Settings>>,
    snapshots: watch::Sender<Arc<Snapshot>>,
    seat: Seat,
    closing: CancellationToken,
    door: JoinHandle<()>,
    _folder: TempDir,
}

impl Ward {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = Address::inside(folder.path());
        let listener = Listener::bind(&address).unwrap();
        let (desk, trays) = Desk::new();
        let snapshots = watch::Sender::new(Arc::new(unread(0)));
        let (seat, closing) = (Seat::default(), CancellationToken::new());
        let settings = watch::Sender::new(Arc::new(Settings::default()));
        let tongue = Tongue::new(settings.subscribe(), Language::English);
        let door =
            Door { desk, tongue, snapshots: snapshots.subscribe(), seat: seat.clone(), closing: closing.clone() };
        let door = tokio::spawn(door.serve(listener));
        Self { address, trays, settings, snapshots, seat, closing, door, _folder: folder }
    }

    /// Answers what is asked next.
    async fn answer(&mut self, answer: Answer) -> Request {
        self.answer_to(answer).await.0
    }

    /// The same, and says who asked.
    async fn answer_to(&mut self, answer: Answer) -> (Request, Option<By>) {
        let Ask { request, by, reply } = timeout(DEADLINE, self.trays.asks.recv()).await.unwrap().unwrap();
        reply.send(Ok(answer)).unwrap();
        (request, by)
    }

    /// The command line is served.
    async fn serves(&mut self) {
        let (caller, _events) = connect(&self.address, Role::CommandLine).await.unwrap();
        let (answer, request) = tokio::join!(caller.ask(Request::Snapshot), self.answer(Answer::Done));
        assert_eq!((answer, request), (Ok(Answer::Done), Request::Snapshot));
    }

    /// Somebody who connects and says what no program of ours would.
    async fn stranger(&self, says: &[u8]) -> UnixStream {
        let mut stream = UnixStream::connect(self.address.path()).await.unwrap();
        stream.write_all(says).await.unwrap();
        stream
    }
}

fn unread(count: u32) -> Snapshot {
    Snapshot {
        revision: count,
        account: None,
        link: Link::Connecting,
        lock: bridge::Lock::default(),
        unread: count,
        follow_ups: 0,
        snoozed: 0,
        kinds: Vec::new(),
        pending: 0,
        newest: Vec::new(),
        export: false,
        server: None,
        checked: None,
        covered_since: None,
        gap: None,
        paused: None,
        consult: None,
    }
}

/// The next event that is not an older state.
async fn event(events: &mut bridge::Events) -> Event {
    timeout(DEADLINE, events.recv()).await.unwrap().unwrap()
}

#[tokio::test]
async fn the_window_is_told_the_state_at_once_and_when_it_changes() {
    let ward = Ward::open();
    let (_caller, mut events) = connect(&ward.address, Role::Window).await.unwrap();
    assert_eq!(event(&mut events).await, Event::Snapshot(unread(0)));
    for count in 1..=100 {
        ward.snapshots.send_replace(Arc::new(unread(count)));
    }
    while event(&mut events).await != Event::Snapshot(unread(100)) {}
}

#[tokio::test]
async fn a_window_is_told_in_its_users_language_and_the_command_line_in_english() {
    let mut ward = Ward::open();
    let state = |message: &str| Snapshot {
        link: Link::SignedOut { why: Some(Fault::new(FaultCode::Credentials, message)) },
        ..unread(0)
    };
    let ended = Fault::new(FaultCode::Credentials, say::server_signed_out());
    let link = Link::SignedOut { why: Some(ended) };
    ward.snapshots.send_replace(Arc::new(Snapshot { link, ..unread(0) }));
    let (window, mut events) = connect(&ward.address, Role::Window).await.unwrap();
    let english = "Your session has ended. Sign in again to go on.";
    assert_eq!(event(&mut events).await, Event::Snapshot(state(english)));

    ward.settings.send_replace(Arc::new(Settings { language: Some(Language::Polish), ..Settings::default() }));
    let polish = "Twoja sesja wygasła. Zaloguj się ponownie, aby kontynuować.";
    assert_eq!(event(&mut events).await, Event::Snapshot(state(polish)), "at once");
    let (caller, _events) = connect(&ward.address, Role::CommandLine).await.unwrap();
    // The window last: when it goes, its search is closed.
    for (caller, words) in [(caller, "The keyring answers."), (window, "Pęk kluczy odpowiada.")] {
        let found = |says: Phrase| Answer::Findings(vec![Finding::good(Topic::Keyring, says)]);
        let (told, _) = tokio::join!(caller.ask(Request::SelfCheck), ward.answer(found(say::check_keyring())));
        assert_eq!(told, Ok(found(Phrase::words(words))));
    }
}

#[tokio::test]
async fn it_is_known_who_asks() {
    let mut ward = Ward::open();
    // The window last: when it goes, its search is closed.
    for (role, by) in [(Role::CommandLine, By::CommandLine), (Role::Window, By::Window)] {
        let (caller, _events) = connect(&ward.address, role).await.unwrap();
        let (_, asked) = tokio::join!(caller.ask(Request::Lock), ward.answer_to(Answer::Done));
        assert_eq!(asked, (Request::Lock, Some(by)));
    }
}

#[tokio::test]
async fn a_second_window_is_turned_away_and_raises_the_first() {
    let ward = Ward::open();
    let (first, mut events) = connect(&ward.address, Role::Window).await.unwrap();
    assert_eq!(event(&mut events).await, Event::Snapshot(unread(0)));
    let Err(ConnectError::Refused(fault)) = connect(&ward.address, Role::Window).await else {
        panic!("two windows are open");
    };
    assert_eq!(fault.code, FaultCode::AlreadyOpen);
    assert_eq!(event(&mut events).await, Event::Show(View::Any));

    drop((first, events));
    let again = async { while connect(&ward.address, Role::Window).await.is_err() {} };
    timeout(DEADLINE, again).await.expect("the place is free once the first has gone");
}

#[tokio::test]
async fn a_window_shows_the_row_it_was_started_for() {
    let ward = Ward::open();
    let row = Uuid::from_u128(4);
    ward.seat.show(View::Row { id: row });
    let (_caller, mut events) = connect(&ward.address, Role::Window).await.unwrap();
    assert_eq!(event(&mut events).await, Event::Show(View::Row { id: row }));
}

#[tokio::test]
async fn answers_reach_whoever_asked_even_when_they_come_in_another_order() {
    let mut ward = Ward::open();
    let (caller, _events) = connect(&ward.address, Role::CommandLine).await.unwrap();
    let ask = |view| {
        let caller = caller.clone();
        tokio::spawn(async move { caller.ask(Request::ShowWindow { view }).await })
    };
    let slow = ask(View::Row { id: Uuid::from_u128(1) });
    let first = timeout(DEADLINE, ward.trays.asks.recv()).await.unwrap().unwrap();
    let quick = ask(View::Any);
    assert_eq!(ward.answer(Answer::Snapshot(unread(2))).await, Request::ShowWindow { view: View::Any });
    assert_eq!(quick.await.unwrap(), Ok(Answer::Snapshot(unread(2))));
    first.reply.send(Ok(Answer::Done)).unwrap();
    assert_eq!(slow.await.unwrap(), Ok(Answer::Done));
}

#[tokio::test]
async fn who_hangs_or_talks_nonsense_disturbs_nobody() {
    let mut ward = Ward::open();
    let _silent = ward.stranger(b"").await;
    let _half = ward.stranger(b"{\"role\":\"win").await;
    for nonsense in [&b"hello\n"[..], b"\xff\xfe\n", b"{}\n", b"[1,2,3]\n"] {
        let mut stranger = ward.stranger(nonsense).await;
        let heard = timeout(DEADLINE, stranger.read_u8()).await.expect("the door hangs up");
        assert!(heard.is_err(), "nonsense is not answered");
    }
    let version = env!("CARGO_PKG_VERSION");
    let hello = format!("{{\"role\":\"command-line\",\"version\":\"{version}\"}}\nnonsense\n");
    let mut stranger = ward.stranger(hello.as_bytes()).await;
    let mut heard = String::new();
    timeout(DEADLINE, stranger.read_to_string(&mut heard)).await.expect("the door hangs up").unwrap();
    assert_eq!(heard, "{\"welcome\":{\"Ok\":null}}\n");
    ward.serves().await;
}

#[tokio::test]
async fn a_window_that_does_not_read_disturbs_nobody() {
    let mut ward = Ward::open();
    let version = env!("CARGO_PKG_VERSION");
    let _deaf = ward.stranger(format!("{{\"role\":\"window\",\"version\":\"{version}\"}}\n").as_bytes()).await;
    let more_than_a_socket_holds = KindCount { kind: "X".repeat(8 * 1024 * 1024), unread: 1 };
    ward.snapshots.send_replace(Arc::new(Snapshot { kinds: vec![more_than_a_socket_holds], ..unread(1) }));
    for _ in 0..100 {
        ward.seat.show(View::Any);
        ward.serves().await;
    }
}

#[tokio::test]
async fn another_version_is_told_what_to_do() {
    let ward = Ward::open();
    let mut old = ward.stranger(b"{\"role\":\"command-line\",\"version\":\"0.0.1\"}\n").await;
    let mut heard = String::new();
    timeout(DEADLINE, old.read_to_string(&mut heard)).await.unwrap().unwrap();
    assert!(heard.contains("this is version 0.0.1. Quit TakeCare from its tray icon and start it again."), "{heard}");
}

#[tokio::test]
async fn a_door_that_closes_gives_its_last_answer() {
    let mut ward = Ward::open();
    let (caller, mut events) = connect(&ward.address, Role::CommandLine).await.unwrap();
    let asked = tokio::spawn(async move { caller.ask(Request::Quit).await });
    let ask = timeout(DEADLINE, ward.trays.asks.recv()).await.unwrap().unwrap();
    ward.closing.cancel();
    ask.reply.send(Ok(Answer::Done)).unwrap();
    assert_eq!(asked.await.unwrap(), Ok(Answer::Done));
    assert_eq!(timeout(DEADLINE, events.recv()).await.unwrap(), None, "then it hangs up");
    timeout(DEADLINE, ward.door).await.unwrap().unwrap();
}
