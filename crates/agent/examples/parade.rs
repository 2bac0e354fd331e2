//! Shows a toast of every type and a tray icon with invented rows on the real desktop, to be looked at, and says what
//! is clicked. Toasts say as much as the privacy level lets them. Ends when *Quit* is chosen.
//! `cargo run -p agent --example parade -- FOLDER-FOR-ICONS hidden|type-only|full`
#![allow(clippy::print_stdout)]

use std::path::PathBuf;
use std::sync::Arc;

use agent::desk::Desk;
use agent::icons::Icons;
use agent::toaster::Toaster;
use agent::tongue::{self, Tongue};
use agent::tray;
use bridge::settings::{Privacy, Settings};
use bridge::{Account, Answer, Link, Request, Row, Snapshot, Status};
use client::{Effect, Look, Loudness, Toast, ToastId};
use jiff::Timestamp;
use language::{Phrase, say};
use tokio::sync::{mpsc, watch};
use uuid::Uuid;

const LEVELS: [Privacy; 3] = [Privacy::Hidden, Privacy::TypeOnly, Privacy::Full];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt().with_max_level(tracing::Level::INFO).init();
    let mut words = std::env::args().skip(1);
    let (folder, level) = words.next().zip(words.next()).ok_or("name a folder for the icons and a privacy level")?;
    let level = LEVELS.into_iter().find(|known| known.word() == level).ok_or("there is no such privacy level")?;
    let (desk, mut trays) = Desk::new();
    let (show, effects) = mpsc::channel(8);
    let settings = watch::Sender::new(Arc::new(Settings { privacy: level, ..Settings::default() }));
    let tongue = Tongue::new(settings.subscribe(), tongue::session());
    let toaster = Toaster::new(Icons::place(&PathBuf::from(folder))?, desk.clone(), tongue.clone());
    let toaster = tokio::spawn(toaster.run(effects, trays.words));
    let snapshots = watch::Sender::new(Arc::new(ward()));
    tokio::spawn(tray::run(snapshots.subscribe(), settings.subscribe(), tongue, desk));
    for (number, kind) in (0..).zip(client::looks()) {
        show.send(Effect::Show(toast(number, kind, level))).await?;
    }
    while let Some(ask) = trays.asks.recv().await {
        println!("asked: {:?}", ask.request);
        let quit = ask.request == Request::Quit;
        if ask.reply.send(Ok(Answer::Done)).is_err() || quit {
            break;
        }
    }
    drop(show);
    toaster.await?;
    Ok(())
}

/// What the ward says, by type; everybody in it is invented.
const SAID: [(&str, &str); 8] = [
    ("APPOINTMENT", "Mr Nowak has moved to 14:30, room 2."),
    ("PRESCRIPTION", "Renewal for Mrs Zielińska waits for a signature."),
    ("REFERRAL", "Cardiology has taken Mr Adamski for Thursday."),
    ("MEDICAL", "Bed 4: oxygen saturation is below 90 %."),
    ("MEDICAL_RECORD", "Mrs Lis: the discharge letter has been added."),
    ("ISSUE", "The label printer at reception does not answer."),
    ("MESSAGE", "Olga: can you look in at room 7 before noon?"),
    ("SYSTEM", "Maintenance tonight from 22:00 to 22:30."),
];

/// As the client words the toast of a single notification.
fn toast(number: u128, look: &Look, level: Privacy) -> Toast {
    let said = SAID.iter().find(|(kind, _)| *kind == look.kind).map_or("", |(_, said)| said);
    let (kind, title, body) = match level {
        Privacy::Hidden => ("SYSTEM", say::toast_count(1u32), say::toast_new()),
        Privacy::TypeOnly => (look.kind.as_str(), look.label.clone(), say::toast_new()),
        Privacy::Full => (look.kind.as_str(), look.label.clone(), Phrase::words(said)),
    };
    Toast { id: ToastId::One(Uuid::from_u128(number)), kind: kind.to_owned(), title, body, loudness: Loudness::Silent }
}

fn ward() -> Snapshot {
    let row = |(number, kind): (u128, &Look)| Row {
        id: Uuid::from_u128(number),
        kind: kind.kind.clone(),
        message: "never shown here".to_owned(),
        date: Timestamp::now(),
        status: Status::Unread,
        related: None,
        waiting: None,
        refused: None,
        follow_up: None,
        snoozed: None,
    };
    let (name, email) = (Some("Olga Wrona".to_owned()), "olga@ward.example".to_owned());
    Snapshot {
        revision: 1,
        account: Some(Account { name, email, server: "ward.example".to_owned() }),
        link: Link::Live { heard: Timestamp::now() },
        lock: bridge::Lock::default(),
        unread: 8,
        follow_ups: 0,
        snoozed: 0,
        kinds: Vec::new(),
        pending: 0,
        newest: (0..).zip(client::looks()).take(5).map(row).collect(),
        export: false,
        server: None,
        checked: None,
        covered_since: None,
        gap: None,
        paused: None,
        consult: None,
    }
}
