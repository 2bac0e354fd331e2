//! Takes pictures of the real window, in WebKit, into a folder, to be looked at: `cargo run -p desktop --example looks FOLDER`.
//! Those that are kept are Chromium's (`cargo xtask screenshots window`): this shows whether WebKit agrees.
#![allow(clippy::unwrap_used, reason = "a story that can't go on should fail")]

use std::path::{Path, PathBuf};

use bridge::{FollowUp, Request};
use desktop::{Agent, Stage, Window};
use jiff::{SignedDuration, Timestamp};
use protocol::Kind;

/// What GTK is told of a theme, and what the pictures of it are called.
const THEMES: [(&str, &str); 3] = [
    ("light", "gtk-theme-name=Adwaita"),
    ("dark", "gtk-theme-name=Adwaita\ngtk-application-prefer-dark-theme=1"),
    ("contrast", "gtk-theme-name=HighContrast"),
];

/// What is asked for by which keys, and what is to be there then.
const SCREENS: [(&str, &str, &str); 9] = [
    ("list", "jj", "detail"),
    ("later", "js", "later"),
    ("filters", "l", "filters"),
    ("palette", "\u{e009}k", "palette"),
    ("keys", "?", "keys"),
    ("pause", "p", "pause"),
    ("overview", "o", "overview"),
    ("hand-over", "h", "hand-over"),
    ("settings", ",", "settings"),
];

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap());
    std::fs::create_dir_all(&folder).unwrap();
    for (theme, gtk) in THEMES {
        let stage = Stage::set().await;
        let config = stage.session.folder().join("home/.config/gtk-3.0");
        std::fs::create_dir_all(&config).unwrap();
        std::fs::write(config.join("settings.ini"), format!("[Settings]\n{gtk}\n")).unwrap();
        let agent = stage.sign_ada_in().await;
        a_morning(&stage, &agent).await;
        for (name, keys, what) in SCREENS {
            let window = Window::open(&stage.session).await;
            window.says("Bed 4").await;
            window.presses(keys).await;
            window.find(what).await;
            picture(&window, &folder, &format!("{name}-{theme}")).await;
            window.close().await;
            stage.window_is_open(false).await;
        }
    }
}

/// Something of everything.
async fn a_morning(stage: &Stage, agent: &Agent) {
    let due = Some(Timestamp::now() + SignedDuration::from_hours(5));
    let told = [
        (Kind::Issue, "The label printer does not answer"),
        (Kind::Referral, "You have been referred by Dora Lis to see a Cardiologist"),
        (Kind::Prescription, "A new prescription for Metformin has been created by Tomasz Bąk"),
        (Kind::Message, "Dora Lis sent you a message: Could we move Mr Adamski to room 4 before noon?"),
        (Kind::Appointment, "Your appointment with Jan Kowalski on Monday, 23 November at 09:30 has been updated"),
        (Kind::Medical, "Bed 4: potassium outside the reference range"),
    ];
    let mut ids = Vec::new();
    for (kind, message) in told {
        ids.push(stage.ward.tell(kind, message).await.0);
    }
    desktop::eventually("all of it", async || agent.snapshot().await.unread, |unread| *unread == 6).await;
    agent.ask(Request::MarkRead { ids: ids[..1].to_vec() }).await;
    agent.ask(Request::FollowUp { ids: ids[1..3].to_vec(), mark: Some(FollowUp { due }) }).await;
    agent.ask(Request::Snooze { ids: ids[3..4].to_vec(), until: due }).await;
}

async fn picture(window: &Window, folder: &Path, name: &str) {
    std::fs::write(folder.join(format!("{name}.png")), window.picture().await).unwrap();
}
