//! Shows a toast of every type and a tray icon with invented rows on the real desktop, to be looked at, and says what
//! is clicked. Ends when *Quit* is chosen. `cargo run -p agent --example parade -- FOLDER-FOR-ICONS`
#![allow(clippy::print_stdout)]

use std::path::PathBuf;
use std::sync::Arc;

use agent::desk::Desk;
use agent::icons::Icons;
use agent::toaster::Toaster;
use agent::tray;
use bridge::{Answer, Link, Request, Row, Snapshot, Status};
use client::{Effect, Loudness, Toast, ToastId};
use jiff::Timestamp;
use tokio::sync::{mpsc, watch};
use uuid::Uuid;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt().with_max_level(tracing::Level::INFO).init();
    let folder = std::env::args().nth(1).ok_or("name a folder for the icons")?;
    let (desk, mut trays) = Desk::new();
    let (show, effects) = mpsc::channel(8);
    let toaster = Toaster::new(Icons::place(&PathBuf::from(folder))?, desk.clone());
    let toaster = tokio::spawn(toaster.run(effects, trays.complaints));
    let snapshots = watch::Sender::new(Arc::new(ward()));
    tokio::spawn(tray::run(snapshots.subscribe(), desk));
    for (number, kind) in (0..).zip(client::looks()) {
        show.send(Effect::Show(toast(number, &kind.kind, &kind.label))).await?;
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

fn toast(number: u128, kind: &str, label: &str) -> Toast {
    let (kind, title) = (kind.to_owned(), label.to_owned());
    Toast {
        id: ToastId::One(Uuid::from_u128(number)),
        kind,
        title,
        body: "New in TakeCare".to_owned(),
        loudness: Loudness::Silent,
    }
}

fn ward() -> Snapshot {
    let row = |(number, kind): (u128, &client::Look)| Row {
        id: Uuid::from_u128(number),
        kind: kind.kind.clone(),
        message: "never shown here".to_owned(),
        date: Timestamp::now(),
        status: Status::Unread,
        related: None,
        waiting: None,
        refused: None,
        follow_up: None,
    };
    Snapshot {
        revision: 1,
        account: None,
        link: Link::Live { heard: Timestamp::now() },
        lock: bridge::Lock::default(),
        unread: 8,
        kinds: Vec::new(),
        pending: 0,
        newest: (0..).zip(client::looks()).take(5).map(row).collect(),
        checked: None,
        covered_since: None,
        gap: None,
        paused: None,
        consult: None,
    }
}
