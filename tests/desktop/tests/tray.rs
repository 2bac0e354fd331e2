//! The tray icon: its menu, and panels that come late or start anew.
#![allow(clippy::unwrap_used, reason = "a test that can't go on should fail")]

use desktop::{Stage, Tray, Window, eventually};
use protocol::Kind;
use rig::Part;

#[tokio::test]
async fn a_panel_that_comes_late_or_starts_anew_shows_the_icon() {
    let mut stage = Stage::with(&[Part::Keyring]).await;
    stage.tray.goes().await;
    let agent = stage.sign_ada_in().await;
    stage.ward.tell(Kind::Message, "Bed 4 is free").await;
    eventually("it is counted", async || agent.snapshot().await.unread, |unread| *unread == 1).await;

    for _ in ["it comes", "it crashes and is back"] {
        stage.tray = Tray::serve(&stage.session.bus()).await;
        let look = stage.tray.wait_for("the count", |look| look.tooltip.starts_with("1 unread, live")).await;
        assert_eq!(look.icons.iter().map(|(edge, _)| *edge).collect::<Vec<_>>(), [16, 22, 24, 32, 48]);
        stage.tray.goes().await;
    }
}

#[tokio::test]
async fn where_no_panel_shows_icons_the_window_opens_and_says_so() {
    let stage = Stage::with(&[Part::Keyring, Part::WindowManager]).await;
    stage.tray.goes().await;
    let agent = stage.sign_ada_in().await;
    let said = stage.toasts.wait_for("a word on it", |toasts| !toasts.is_empty()).await;
    assert_eq!(said[0].title, "No tray icon on this desktop");
    stage.window_is_open(true).await;
    agent.has_window(true).await;
}

#[tokio::test]
async fn the_menu_opens_the_settings_and_asks_before_signing_out() {
    let stage = Stage::set().await;
    let agent = stage.sign_ada_in().await;
    let window = Window::open(&stage.session).await;
    window.find("status-line").await;
    stage.tray.choose("Settings…").await;
    window.find("settings").await;
    stage.tray.choose("Sign out…").await;
    window.find("confirm").await;
    assert!(agent.snapshot().await.account.is_some(), "nothing is wiped before somebody says yes");
}

#[tokio::test]
async fn the_menu_pauses_toasts_and_begins_consult_mode_and_ends_both() {
    let stage = Stage::with(&[Part::Keyring]).await;
    let agent = stage.sign_ada_in().await;
    let usual = stage.tray.look().await;

    stage.tray.choose("For 30 minutes").await;
    let paused = stage.tray.wait_for("a pause", |look| look.tooltip.contains("toasts paused until")).await;
    assert_ne!(paused.icons, usual.icons);
    stage.ward.tell(Kind::Issue, "The label printer does not answer").await;
    stage.tray.wait_for("the count", |look| look.tooltip.starts_with("1 unread")).await;
    stage.tray.choose("Show toasts again").await;
    eventually("no pause", async || agent.snapshot().await.paused, Option::is_none).await;
    stage.ward.tell(Kind::Medical, "Lab results are ready").await;
    stage.toasts.toast("medical").await;
    let icons: Vec<_> = stage.toasts.all().into_iter().map(|toast| toast.icon).collect();
    assert_eq!(icons, ["medical"], "what came in the pause was counted and not shown");

    stage.tray.choose("Consult mode").await;
    stage.tray.wait_for("consult mode", |look| look.tooltip.contains("consult mode until")).await;
    stage.tray.choose("End consult mode").await;
    stage.tray.wait_for("its end", |look| !look.tooltip.contains("consult")).await;
}

#[tokio::test]
async fn icon_menu_and_toasts_speak_another_language_from_the_moment_it_is_set() {
    let stage = Stage::with(&[Part::Keyring]).await;
    let _agent = stage.sign_ada_in().await;
    stage.tray.wait_for("English", |look| look.tooltip.starts_with("nothing unread, live")).await;
    assert!(stage.takecare(&["set", "desktop.language", "pl"]).status.success());
    stage.tray.wait_for("Polish", |look| look.tooltip.starts_with("wszystko przeczytane, na żywo")).await;

    stage.tray.choose("Na 30 minut").await;
    stage.tray.wait_for("a pause", |look| look.tooltip.contains("dymki wstrzymane do")).await;
    stage.tray.choose("Wznów dymki").await;
    stage.tray.wait_for("its end", |look| !look.tooltip.contains("wstrzymane")).await;
    stage.ward.tell(Kind::Referral, "Mr Adamski is expected on Thursday").await;
    let toast = stage.toasts.toast("referral").await;
    assert_eq!((toast.title.as_str(), toast.body.as_str()), ("Skierowanie", "Nowe w TakeCare"));
    stage.tray.wait_for("the count", |look| look.tooltip.starts_with("1 nieprzeczytane")).await;
    let status = String::from_utf8(stage.takecare(&["status"]).stdout).unwrap();
    assert!(status.contains("1 unread."), "the command line is English: {status}");
}
