//! Keys that work wherever Ada types.
#![allow(clippy::unwrap_used, reason = "a test that can't go on should fail")]

use bridge::Request;
use bridge::settings::Value;
use desktop::{Agent, Portal, Stage, eventually};
use rig::Part;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt, GrabMode, ModMask};

async fn sets(agent: &Agent, key: &str, keys: &str) {
    agent.ask(Request::Set { key: key.to_owned(), value: Some(Value::Text(keys.to_owned())) }).await;
}

fn press(stage: &Stage, keys: &str) {
    assert!(stage.session.command("xdotool").args(["key", keys]).status().unwrap().success());
}

/// Presses until it is locked: pressed once more, the key does nothing.
async fn locks_by(stage: &Stage, agent: &Agent, keys: &str) {
    let pressed = async || {
        press(stage, keys);
        agent.snapshot().await.lock.locked
    };
    eventually("the lock", pressed, |locked| *locked).await;
    agent.ask(Request::Unlock { pin: None }).await;
}

#[tokio::test]
async fn ada_hides_texts_and_locks_from_within_any_program() {
    let stage = Stage::with(&[Part::Keyring]).await;
    let agent = stage.sign_ada_in().await;
    sets(&agent, "hotkeys.lock", "Ctrl+Alt+L").await;
    locks_by(&stage, &agent, "ctrl+alt+l").await;

    // Both are kept by the same server, so this one is, too.
    press(&stage, "ctrl+alt+h");
    eventually("consult mode", async || agent.snapshot().await.consult, Option::is_some).await;
    press(&stage, "ctrl+alt+h");
    eventually("its end", async || agent.snapshot().await.consult, Option::is_none).await;

    sets(&agent, "hotkeys.lock", "Super+F9").await;
    locks_by(&stage, &agent, "super+F9").await;
    press(&stage, "ctrl+alt+l");
    press(&stage, "ctrl+alt+h");
    eventually("consult mode", async || agent.snapshot().await.consult, Option::is_some).await;
    assert!(!agent.snapshot().await.lock.locked, "the old key does nothing any more");
}

#[tokio::test]
async fn keys_that_another_program_has_are_said_to_be_taken() {
    let stage = Stage::with(&[Part::Keyring]).await;
    let agent = stage.sign_ada_in().await;
    let (server, screen) = x11rb::rust_connection::RustConnection::connect(Some(stage.session.display())).unwrap();
    let (root, held) = (server.setup().roots[screen].root, ModMask::CONTROL | ModMask::M1);
    // Every key, so that the one with this letter is among them.
    for code in server.setup().min_keycode..=server.setup().max_keycode {
        let grab = server.grab_key(false, root, held, code, GrabMode::ASYNC, GrabMode::ASYNC).unwrap();
        // The agent has its own already.
        let _ = grab.check();
    }
    sets(&agent, "hotkeys.consult", "Ctrl+Alt+J").await;
    let said = stage.toasts.wait_for("a word on it", |toasts| !toasts.is_empty()).await;
    assert!(said[0].body.starts_with("Ctrl+Alt+J does nothing here"), "{}", said[0].body);
    assert!(stage.takecare(&["set", "hotkeys.consult", "H"]).status.code() != Some(0), "H alone is every program's");
}

#[tokio::test]
async fn on_wayland_the_desktop_keeps_the_keys() {
    let stage = Stage::with(&[Part::Keyring]).await;
    let portal = Portal::serve(&stage.session.bus()).await;
    let agent = stage.start_agent_on_wayland().await;
    stage.sign_in(&agent).await;
    portal.is_asked_for(&[("consult", "CTRL+ALT+h")]).await;
    sets(&agent, "hotkeys.lock", "Super+F9").await;
    portal.is_asked_for(&[("consult", "CTRL+ALT+h"), ("lock", "LOGO+F9")]).await;

    // Signals come in order: where the second is heeded, the first was heard and passed over.
    portal.press_elsewhere("lock").await;
    portal.press("consult").await;
    eventually("consult mode", async || agent.snapshot().await.consult, Option::is_some).await;
    assert!(!agent.snapshot().await.lock.locked, "another program's key is no matter here");
    portal.press("lock").await;
    eventually("the lock", async || agent.snapshot().await.lock.locked, |locked| *locked).await;

    agent.ask(Request::Unlock { pin: None }).await;
    portal.ends().await;
    let portal = Portal::serve(&stage.session.bus()).await;
    portal.is_asked_for(&[("consult", "CTRL+ALT+h"), ("lock", "LOGO+F9")]).await;
    portal.press("lock").await;
    eventually("the lock", async || agent.snapshot().await.lock.locked, |locked| *locked).await;
}

#[tokio::test]
async fn who_refuses_keys_is_asked_again_when_others_are_wanted_and_not_before() {
    let stage = Stage::with(&[Part::Keyring]).await;
    let portal = Portal::serve_refusing(&stage.session.bus()).await;
    let agent = stage.start_agent_on_wayland().await;
    portal.is_asked_for(&[("consult", "CTRL+ALT+h")]).await;
    let log = || std::fs::read_to_string(stage.session.folder().join("logs/agent")).unwrap();
    eventually("it says so", async || log(), |log| log.contains("keeps no keys for programs: they are not granted"))
        .await;

    sets(&agent, "hotkeys.consult", "Ctrl+Alt+J").await;
    portal.is_asked_for(&[("consult", "CTRL+ALT+j")]).await;
    assert_eq!(portal.sessions().await, 2);
}
