//! TakeCare locks by itself when Ada goes, and is no more in her way than her desktop's own lock.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on should fail")]

use bridge::settings::Value;
use bridge::{Answer, Password, Request, Verdict};
use desktop::{Agent, Compositor, Logind, Mutter, Stage, eventually};
use rig::Part;

/// Waits until it is locked, or open.
async fn is_locked(agent: &Agent, locked: bool) {
    eventually("the lock", async || agent.snapshot().await.lock.locked, |is| *is == locked).await;
}

/// Who has locked and unlocked so far.
async fn log(agent: &Agent) -> Vec<String> {
    let Answer::AccessLog(log) = agent.ask(Request::AccessLog).await else { panic!("no access log") };
    let locks = log.entries.into_iter().filter(|entry| entry.what.ends_with("locked"));
    locks.map(|entry| format!("{} {}", entry.what, entry.by.unwrap_or_default())).collect()
}

#[tokio::test]
async fn the_computer_sleeps_when_it_is_locked_and_the_window_gone_and_not_before() {
    let stage = Stage::set().await;
    let logind = Logind::serve(&stage.session.bus()).await;
    let agent = stage.sign_ada_in().await;
    agent.ask(Request::ShowWindow { view: bridge::View::Any }).await;
    stage.window_is_open(true).await;
    assert!(agent.window().is_some());
    let delay = logind.delay().await;
    assert!(delay.holds());

    logind.prepares_for_sleep(true).await;
    delay.ends().await;
    assert_eq!(agent.window(), None, "nothing is left on the screen");
    assert!(agent.snapshot().await.lock.locked);
    assert_eq!(log(&agent).await, ["locked system"]);

    logind.prepares_for_sleep(false).await;
    let next = logind.delay().await;
    assert!(next.holds(), "the next sleep has to wait, too");
    assert!(agent.snapshot().await.lock.locked, "waking proves nothing");
    agent.ask(Request::Unlock { pin: None }).await;
    logind.prepares_for_sleep(true).await;
    next.ends().await;
    assert!(agent.snapshot().await.lock.locked);
}

#[tokio::test]
async fn it_locks_and_opens_with_the_desktop_however_that_tells() {
    let stage = Stage::with(&[Part::Keyring]).await;
    let logind = Logind::serve(&stage.session.bus()).await;
    let agent = stage.sign_ada_in().await;
    logind.is_heard().await;

    for locked in [true, false] {
        logind.session_is_locked(locked).await;
        is_locked(&agent, locked).await;
    }
    for locked in [true, false] {
        logind.session_shall_lock(locked).await;
        is_locked(&agent, locked).await;
    }
    for locked in [true, false] {
        // Told again until it is heard: nothing shows when the agent begins to listen.
        let told = async || {
            stage.screen_saver_is(locked).await;
            agent.snapshot().await.lock.locked
        };
        eventually("the lock", told, |is| *is == locked).await;
    }
    assert_eq!(log(&agent).await, ["locked system", "unlocked system"].repeat(3));
}

#[tokio::test]
async fn another_user_in_front_locks_and_only_the_desktops_unlocking_opens() {
    let stage = Stage::with(&[Part::Keyring]).await;
    let logind = Logind::serve(&stage.session.bus()).await;
    let agent = stage.sign_ada_in().await;
    logind.is_heard().await;

    logind.session_is_in_front(false).await;
    is_locked(&agent, true).await;
    logind.session_is_in_front(true).await;
    logind.session_shall_lock(false).await;
    is_locked(&agent, false).await;
    assert_eq!(log(&agent).await, ["locked system", "unlocked system"]);
}

#[tokio::test]
async fn what_ada_locked_by_hand_and_what_has_a_pin_does_not_open_with_the_desktop() {
    let stage = Stage::with(&[Part::Keyring]).await;
    let logind = Logind::serve(&stage.session.bus()).await;
    let agent = stage.sign_ada_in().await;
    logind.is_heard().await;
    let pin = || Some(Password::new("2580 Linde".to_owned()));

    agent.ask(Request::Lock).await;
    logind.session_shall_lock(false).await;
    agent.ask(Request::Unlock { pin: None }).await;
    is_locked(&agent, false).await;
    logind.session_shall_lock(true).await;
    is_locked(&agent, true).await;
    logind.session_shall_lock(false).await;
    is_locked(&agent, false).await;

    agent.ask(Request::SetPin { current: None, new: pin() }).await;
    logind.session_shall_lock(true).await;
    is_locked(&agent, true).await;
    logind.session_shall_lock(false).await;
    agent.ask(Request::Unlock { pin: pin() }).await;

    let by_hand = ["locked command-line", "unlocked command-line"];
    let expected = [by_hand, ["locked system", "unlocked system"], ["locked system", "unlocked command-line"]];
    assert_eq!(log(&agent).await, expected.concat());
}

#[tokio::test]
async fn nobody_but_logind_is_believed() {
    let stage = Stage::with(&[Part::Keyring]).await;
    let logind = Logind::serve(&stage.session.bus()).await;
    let agent = stage.sign_ada_in().await;
    logind.is_heard().await;
    logind.session_shall_lock(true).await;
    is_locked(&agent, true).await;

    logind.a_stranger_says_unlock(&stage.session.bus()).await;
    agent.ask(Request::Unlock { pin: None }).await;

    assert_eq!(log(&agent).await, ["locked system", "unlocked command-line"]);
}

#[tokio::test]
async fn a_desktop_that_is_locked_when_the_agent_comes_finds_it_locked() {
    let stage = Stage::with(&[Part::Keyring]).await;
    let logind = Logind::serve(&stage.session.bus()).await;
    let agent = stage.sign_ada_in().await;
    agent.quits().await;

    logind.session_is_locked(true).await;
    let agent = stage.start_agent().await;

    is_locked(&agent, true).await;
}

#[tokio::test]
async fn a_compositor_that_tells_by_the_common_protocol_locks_after_the_time_that_is_set() {
    let stage = Stage::with(&[Part::Keyring]).await;
    let compositor = Compositor::serve(&stage.session.runtime().join("ward"));
    let agent = stage.start_agent_on_wayland().await;
    stage.sign_in(&agent).await;
    assert_eq!(compositor.watch().await, 15 * 60 * 1000, "what is usual");
    set(&agent, "lock.after-minutes", Value::Number(2)).await;
    assert_eq!(compositor.watch().await, 2 * 60 * 1000, "a change holds at once");

    compositor.rests(2 * 60 * 1000);
    is_locked(&agent, true).await;
    agent.ask(Request::Unlock { pin: None }).await;
    compositor.rests(2 * 60 * 1000);
    is_locked(&agent, true).await;
    assert_eq!(log(&agent).await, ["locked idle", "unlocked command-line", "locked idle"]);
}

#[tokio::test]
async fn nobody_at_the_keyboard_locks_on_gnome_too() {
    let stage = Stage::with(&[Part::Keyring]).await;
    let mutter = Mutter::serve(&stage.session.bus()).await;
    let agent = stage.start_agent_on_wayland().await;
    stage.sign_in(&agent).await;
    assert_eq!(mutter.watch().await, 15 * 60 * 1000, "what is usual");
    set(&agent, "lock.after-minutes", Value::Number(2)).await;
    assert_eq!(mutter.watch().await, 2 * 60 * 1000, "a change holds at once");

    mutter.fires(1).await;
    mutter.fires(2).await;
    is_locked(&agent, true).await;
    assert_eq!(log(&agent).await, ["locked idle"]);
}

#[tokio::test]
async fn where_nobody_tells_of_idle_time_the_self_check_says_so() {
    let stage = Stage::with(&[Part::Keyring]).await;
    let agent = stage.start_agent_on_wayland().await;
    let idle = async || {
        let Answer::Findings(found) = agent.ask(Request::SelfCheck).await else { panic!("no findings") };
        found.into_iter().find(|finding| finding.says.to_string().contains("nobody touches")).unwrap()
    };
    let found = idle().await;
    assert_eq!(found.verdict, Verdict::Note);
    assert!(found.says.to_string().contains("can't lock here"), "{}", found.says);

    let mutter = Mutter::serve(&stage.session.bus()).await;
    assert_eq!(idle().await.verdict, Verdict::Good);
    drop(mutter);
    assert_eq!(idle().await.verdict, Verdict::Note);
    let _compositor = Compositor::serve(&stage.session.runtime().join("ward"));
    assert_eq!(idle().await.verdict, Verdict::Good);
}

#[tokio::test]
async fn what_is_switched_off_does_not_lock() {
    let stage = Stage::with(&[Part::Keyring]).await;
    let logind = Logind::serve(&stage.session.bus()).await;
    let agent = stage.sign_ada_in().await;
    let delay = logind.delay().await;
    set(&agent, "lock.on-sleep", Value::Flag(false)).await;

    logind.prepares_for_sleep(true).await;
    delay.ends().await;
    assert!(!agent.snapshot().await.lock.locked);
}

async fn set(agent: &Agent, key: &str, value: Value) {
    agent.ask(Request::Set { key: key.to_owned(), value: Some(value) }).await;
}
