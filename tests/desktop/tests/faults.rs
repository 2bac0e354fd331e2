//! What must not get lost when the power, the network or the disk fails.
#![allow(clippy::unwrap_used, reason = "a test that can't go on should fail")]

use bridge::{FaultCode, Link, Request};
use desktop::{Stage, eventually};
use protocol::{Kind, Status};

#[tokio::test]
async fn what_was_read_offline_survives_a_power_cut_and_reaches_the_server() {
    let mut stage = Stage::set().await;
    let agent = stage.sign_ada_in().await;
    let id = stage.ward.tell(Kind::Medical, "Bed 4 alarm").await;
    stage.toasts.toast("medical").await;
    stage.ward.go_dark().await;

    assert!(stage.takecare(&["read", &id.to_string()]).status.success());
    agent.is_killed();

    let agent = stage.start_agent().await;
    let kept =
        eventually("the account is open", async || agent.snapshot().await, |state| state.account.is_some()).await;
    assert_eq!((kept.pending, kept.unread), (1, 0));
    stage.ward.come_back().await;
    stage.ward.holds(id, Status::Read).await;
    eventually("the server confirms it", async || agent.snapshot().await, |state| state.pending == 0).await;
    assert_eq!(stage.toasts.all().len(), 1, "and nothing was said again");
}

#[tokio::test]
async fn a_full_disk_shows_nothing_that_is_not_kept_and_says_so_until_there_is_room() {
    let stage = Stage::set().await;
    let mut agent = stage.start_agent_that_survives_limits().await;
    stage.sign_in(&agent).await;
    agent.may_write(Some(64 * 1024));

    stage.ward.tell(Kind::Medical, &"a long report ".repeat(50_000)).await;
    let full = |link: &Link| matches!(link, Link::Blocked { why } if why.code == FaultCode::Store);
    let state =
        eventually("the agent says that the disk is full", async || agent.snapshot().await, |state| full(&state.link))
            .await;
    assert_eq!(state.unread, 0);
    stage.tray.wait_for("the tray says so", |look| look.tooltip.contains("disk is full")).await;
    assert!(stage.toasts.all().is_empty());
    assert!(agent.lives());

    agent.may_write(None);
    let state = eventually("it goes on by itself", async || agent.snapshot().await, |state| state.unread == 1).await;
    assert_eq!(state.newest[0].kind, "MEDICAL");
    stage.toasts.toast("medical").await;
    agent.is_live().await;
    agent.ask(Request::MarkRead { ids: vec![state.newest[0].id] }).await;
}

#[tokio::test]
async fn waking_renews_the_link_at_once_and_leaves_a_receipt() {
    let stage = Stage::set().await;
    let agent = stage.sign_ada_in().await;
    assert_eq!(agent.snapshot().await.gap, None);

    stage.the_computer_wakes().await;

    let state = eventually("a receipt of the gap", async || agent.snapshot().await, |state| state.gap.is_some()).await;
    assert_eq!(state.gap.unwrap().arrived, 0);
    agent.is_live().await;
    stage.ward.tell(Kind::Issue, "The label printer does not answer").await;
    stage.toasts.toast("issue").await;
}

#[tokio::test]
async fn whether_takecare_starts_by_itself_is_the_same_in_the_file_the_desktop_and_the_window_whatever_fails() {
    let stage = Stage::with(&[]).await;
    let agent = stage.start_agent_that_survives_limits().await;
    let folder = stage.session.folder().join("home/.config");
    let (entry, file) =
        (folder.join("autostart/takecare-desktop.desktop"), folder.join("takecare-desktop/settings.toml"));
    let set = |wish| stage.takecare(&["set", "start.with-session", wish]).status.success();
    let is = |wish: bool| {
        let said = String::from_utf8(stage.takecare(&["settings"]).stdout).unwrap();
        assert!(said.contains(&format!("start.with-session = {wish}\n")), "{said}");
        assert_eq!(entry.is_file(), wish);
        let kept = std::fs::read_to_string(&file).unwrap_or_default();
        assert_eq!(kept.contains("with-session = true"), wish, "{kept}");
    };

    std::fs::write(folder.join("autostart"), "no folder").unwrap();
    assert!(!set("true"), "there is no place for the entry");
    is(false);
    std::fs::remove_file(folder.join("autostart")).unwrap();

    assert!(set("true"));
    is(true);
    agent.may_write(Some(0));
    assert!(!set("false"), "the disk is full");
    is(true);
    agent.may_write(None);

    let aside = file.with_extension("aside");
    std::fs::rename(&file, &aside).unwrap();
    std::fs::create_dir(&file).unwrap();
    assert!(!set("false"), "the file can't be replaced");
    std::fs::remove_dir(&file).unwrap();
    std::fs::rename(&aside, &file).unwrap();
    is(true);

    assert!(set("false"));
    is(false);
    agent.quits().await;
}
