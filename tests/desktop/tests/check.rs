//! The self-check on a real desktop.
#![allow(clippy::unwrap_used, reason = "a test that can't go on should fail")]

use std::process::Output;

use desktop::{Agent, Stage, program};
use rig::{Part, Session};

fn says(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_notification_is_followed_to_its_toast() {
    let stage = Stage::with(&[Part::Keyring]).await;
    let _agent = stage.sign_ada_in().await;
    let shown = says(&stage.takecare(&["self-check", "--send-test"]));
    assert!(shown.contains("A test notification came back after"), "{shown}");
    assert!(shown.contains("Its toast was shown."), "{shown}");

    assert!(stage.takecare(&["pause", "30"]).status.success());
    let paused = says(&stage.takecare(&["self-check", "--send-test"]));
    assert!(paused.contains("No toast was shown for it."), "{paused}");
}

#[tokio::test]
async fn a_desktop_that_is_not_to_disturb_is_told_of() {
    let session = Session::open(&[Part::Toasts]).unwrap();
    let agent = Agent::start(&session);
    agent.answers().await;
    let check = || says(&session.command(program("takecare")).arg("self-check").output().unwrap());
    assert!(check().contains("dunst shows toasts."));
    assert!(session.command("dunstctl").args(["set-paused", "true"]).status().unwrap().success());
    assert!(check().contains("dunst shows no toasts at the moment: do-not-disturb is on."));
    agent.quits().await;
}
