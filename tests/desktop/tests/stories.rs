//! A day at Ada's desk, with the real programs in a real session.
#![allow(clippy::unwrap_used, reason = "a test that can't go on should fail")]

use bridge::{Answer, Filter, Request};
use desktop::{Dock, Stage, Window};
use jiff::Timestamp;
use protocol::{Kind, Status};
use rig::Part;

#[tokio::test]
async fn what_the_server_pushes_is_a_row_and_one_toast_with_its_own_icon() {
    let stage = Stage::set().await;
    let _agent = stage.sign_ada_in().await;
    let window = Window::open(&stage.session).await;
    window.find("status-line").await;

    let id = stage.ward.tell(Kind::Prescription, "A prescription for Jan Kowalski expires").await;

    window.row_is(id, "unread").await;
    window.says("A prescription for Jan Kowalski expires").await;
    let toast = stage.toasts.toast("prescription").await;
    assert_eq!(toast.title, "Prescription");
    assert!(!toast.body.contains("Jan"), "a toast says the type only");
    assert_eq!(toast.sound.as_deref(), Some("message-new-instant"));
    assert_eq!(window.rows().await, 1);
    assert_eq!(stage.toasts.all().len(), 1);
}

#[tokio::test]
async fn mark_read_in_the_toast_marks_the_row_lowers_the_badge_and_reaches_the_server() {
    let stage = Stage::set().await;
    let _agent = stage.sign_ada_in().await;
    let id = stage.ward.tell(Kind::Medical, "Lab results of Maria Zielińska are ready").await;
    let toast = stage.toasts.toast("medical").await;
    let window = Window::open(&stage.session).await;
    window.row_is(id, "unread").await;
    let before = stage.tray.wait_for("one unread", |look| look.tooltip.starts_with("1 unread")).await;

    stage.toasts.press(&toast, "read").await;

    window.row_is(id, "read").await;
    let after = stage.tray.wait_for("nothing unread", |look| look.tooltip.starts_with("nothing unread")).await;
    assert_ne!(before.icons, after.icons, "the number is drawn on the icon");
    stage.ward.holds(id, Status::Read).await;
}

#[tokio::test]
async fn snooze_in_the_toast_lowers_the_badge_for_an_hour_and_the_server_is_told_nothing() {
    let stage = Stage::set().await;
    let agent = stage.sign_ada_in().await;
    let id = stage.ward.tell(Kind::Medical, "Lab results of Maria Zielińska are ready").await;
    let toast = stage.toasts.toast("medical").await;
    stage.tray.wait_for("one unread", |look| look.tooltip.starts_with("1 unread")).await;

    stage.toasts.press(&toast, "snooze").await;

    stage.tray.wait_for("nothing unread", |look| look.tooltip.starts_with("nothing unread")).await;
    let snoozed = Filter { snoozed: Some(true), ..Filter::default() };
    let list = Request::List { filter: snoozed, through: None, skip: 0, limit: 10 };
    let Answer::Page(page) = agent.ask(list).await else { panic!("no page") };
    let until = page.rows[0].snoozed.unwrap().duration_since(Timestamp::now());
    assert!((50..=60).contains(&until.as_mins()), "{until}");
    assert_eq!((page.rows[0].id, agent.snapshot().await.pending), (id.0, 0));
    assert_eq!(stage.ward.status(id).await, Status::Unread);
}

#[tokio::test]
async fn the_tray_opens_the_window_and_closing_it_ends_its_process_only() {
    let stage = Stage::set().await;
    let mut agent = stage.sign_ada_in().await;
    agent.has_window(false).await;

    stage.tray.choose("Open TakeCare").await;
    stage.window_is_open(true).await;
    agent.has_window(true).await;

    stage.session.close_window("TakeCare").unwrap();
    agent.has_window(false).await;
    stage.window_is_open(false).await;
    assert!(agent.lives());
    agent.is_live().await;

    stage.tray.click().await;
    stage.window_is_open(true).await;
}

#[tokio::test]
async fn a_second_start_shows_the_first_ones_window() {
    let stage = Stage::set().await;
    let mut agent = stage.sign_ada_in().await;

    for start in [&["agent"][..], &[]] {
        assert!(stage.takecare(start).status.success());
        stage.window_is_open(true).await;
        agent.has_window(true).await;
        stage.session.close_window("TakeCare").unwrap();
        agent.has_window(false).await;
    }
    assert!(agent.lives());
}

#[tokio::test]
async fn what_is_set_holds_at_once_and_after_a_restart_and_bad_values_are_refused() {
    let stage = Stage::with(&[Part::Keyring]).await;
    let agent = stage.sign_ada_in().await;
    stage.ward.tell(Kind::Issue, "The printer is out of paper").await;
    assert!(stage.toasts.toast("issue").await.sound.is_some());

    assert!(stage.takecare(&["set", "toasts.sound", "false"]).status.success());
    stage.ward.tell(Kind::Medical, "Lab results are ready").await;
    assert_eq!(stage.toasts.toast("medical").await.sound, None);

    agent.quits().await;
    let agent = stage.start_agent().await;
    let listed = String::from_utf8(stage.takecare(&["settings"]).stdout).unwrap();
    assert!(listed.contains("toasts.sound = false"), "{listed}");
    for (key, value, why) in [
        ("reminders.at-most", "99", "from 1 to 20"),
        ("lock.pin-required", "false", "Only your administrator"),
        ("toasts.sownd", "true", "no such setting"),
    ] {
        let refused = stage.takecare(&["set", key, value]);
        assert!(!refused.status.success());
        assert!(String::from_utf8_lossy(&refused.stderr).contains(why), "{key}");
    }
    assert!(stage.takecare(&["set", "toasts.sound", "--usual"]).status.success());
    let Answer::Settings(settings) = agent.ask(Request::Settings).await else { panic!("no settings") };
    assert!(settings.iter().all(|setting| setting.value == setting.usual && !setting.managed));
}

#[tokio::test]
async fn without_a_keyring_nothing_is_stored_and_tray_and_window_say_why() {
    let stage = Stage::with(&[Part::WindowManager, Part::WebDriver]).await;
    let _agent = stage.start_agent().await;
    stage.tray.wait_for("the tray says why", |look| look.tooltip.contains("keyring")).await;

    let window = Window::open(&stage.session).await;
    window.says("keyring").await;

    assert_eq!(databases(&stage.data()), Vec::<String>::new());
}

#[tokio::test]
async fn no_word_of_a_message_is_found_in_any_file() {
    let stage = Stage::set().await;
    let agent = stage.sign_ada_in().await;
    let canary = "Quokkaflower";
    let id = stage.ward.tell(Kind::Message, &format!("{canary} sent you a message")).await;
    stage.toasts.toast("message").await;
    let window = Window::open(&stage.session).await;
    window.says(canary).await;
    window.row_is(id, "unread").await;
    let filter = Filter { text: Some(canary.to_lowercase()), ..Filter::default() };
    let listed = agent.ask(Request::List { filter, through: None, skip: 0, limit: 10 }).await;
    assert!(matches!(listed, Answer::Page(page) if page.rows.len() == 1));
    assert!(!databases(&stage.data()).is_empty(), "something is stored");
    assert_eq!(files_with(stage.session.folder(), canary), Vec::<String>::new(), "while everything runs");

    window.close().await;
    agent.quits().await;

    assert_eq!(files_with(stage.session.folder(), canary), Vec::<String>::new(), "after everything has ended");
    std::fs::write(stage.data().join("note.txt"), format!("a note about {canary}")).unwrap();
    assert_eq!(files_with(stage.session.folder(), canary).len(), 1, "the search finds what is there");
}

#[tokio::test]
async fn the_dock_shows_how_many_are_unread_and_nothing_when_takecare_ends() {
    let stage = Stage::with(&[Part::Keyring]).await;
    let mut dock = Dock::listen(&stage.session.bus()).await;
    let agent = stage.sign_ada_in().await;
    let id = stage.ward.tell(Kind::Issue, "The printer is out of paper").await;
    assert_eq!(dock.number().await, (1, true));
    agent.ask(Request::MarkRead { ids: vec![id.0] }).await;
    assert_eq!(dock.number().await, (0, false));
    stage.ward.tell(Kind::Issue, "The printer again").await;
    assert_eq!(dock.number().await, (1, true));
    agent.quits().await;
    assert_eq!(dock.number().await, (0, false));
}

#[tokio::test]
async fn a_report_for_those_who_help_names_nobody() {
    let mut stage = Stage::with(&[Part::Keyring]).await;
    let agent = stage.sign_ada_in().await;
    stage.ward.tell(Kind::Medical, "Zofia Canary has a fever").await;
    stage.toasts.toast("medical").await;
    stage.ward.go_dark().await;
    stage.tray.wait_for("the server is gone", |look| look.tooltip.contains("offline")).await;
    let snapshot = agent.snapshot().await;
    let report = || String::from_utf8(stage.takecare(&["support", "-"]).stdout).unwrap();
    let said = report();
    for part in ["== Computer", "== State", "== Self-check", "== Settings", "== Log", "\"state\": \"offline\""] {
        assert!(said.contains(part), "{part} is missing: {said}");
    }
    let ada = snapshot.account.unwrap();
    for private in ["Canary", "fever", ada.email.as_str(), ada.server.as_str()].into_iter().chain(ada.name.as_deref()) {
        assert!(!said.contains(private), "{private} stands in the report: {said}");
    }
    agent.quits().await;
    assert!(report().contains("TakeCare is not running."));
}

#[tokio::test]
async fn after_a_power_cut_nothing_is_said_twice() {
    let stage = Stage::set().await;
    let agent = stage.sign_ada_in().await;
    stage.ward.tell(Kind::Referral, "Adam Adamski has been referred").await;
    stage.toasts.toast("referral").await;

    agent.is_killed();
    let agent = stage.start_agent().await;
    agent.is_live().await;
    // What comes later is toasted later: when it is there, the old one would have been.
    stage.ward.tell(Kind::Issue, "The label printer does not answer").await;
    stage.toasts.toast("issue").await;

    let icons: Vec<_> = stage.toasts.all().into_iter().map(|toast| toast.icon).collect();
    assert_eq!(icons, ["referral", "issue"]);
}

#[tokio::test]
async fn ada_signs_in_at_the_window_and_a_wrong_password_is_said_there() {
    let stage = Stage::set().await;
    let agent = stage.start_agent().await;
    let id = stage.ward.tell(Kind::Appointment, "Your appointment with Ewa Mazur was moved").await;
    let window = Window::open(&stage.session).await;
    window.types("server", &stage.ward.server()).await;
    window.submits().await;
    window.types("email", e2e::ADA).await;
    window.types("password", "a wrong one").await;
    window.submits().await;
    window.says("E-mail or password are not right").await;

    window.types("password", e2e::PASSWORD).await;
    window.submits().await;
    window.says("How much may a toast say?").await;
    window.submits().await;

    window.row_is(id, "unread").await;
    agent.is_live().await;
}

/// The names of the database files below a folder.
fn databases(folder: &std::path::Path) -> Vec<String> {
    files(folder).into_iter().filter(|path| path.contains(".db") || path.contains("sqlite")).collect()
}

/// The files below a folder whose name or content contains this, as UTF-8 or UTF-16, in any case.
fn files_with(folder: &std::path::Path, words: &str) -> Vec<String> {
    let wide: Vec<u8> = words.to_lowercase().encode_utf16().flat_map(u16::to_le_bytes).collect();
    let needles = [words.to_lowercase().into_bytes(), wide];
    let holds = |path: &String| {
        let content = std::fs::read(path).unwrap_or_default().to_ascii_lowercase();
        let name = path.to_lowercase().into_bytes();
        needles.iter().any(|needle| [&content, &name].iter().any(|bytes| contains(bytes, needle)))
    };
    files(folder).into_iter().filter(holds).collect()
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

/// Every plain file below a folder; none when there is no such folder.
fn files(folder: &std::path::Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in entries.filter_map(Result::ok) {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => found.extend(files(&entry.path())),
            Ok(kind) if kind.is_file() => found.push(entry.path().display().to_string()),
            _ => {}
        }
    }
    found
}
