//! What can be read in the agent's memory, by whom, and when nothing is left in it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on should fail")]

use std::ffi::OsStr;
use std::os::unix::fs::MetadataExt;
use std::process::Command;

use bridge::{Answer, Filter, Password, Request};
use desktop::{Agent, Keys, Memory, Needle, Stage, eventually, program};
use protocol::Kind;

/// Said by REST, by the socket, and while everything is locked.
const FETCHED: &str = "Gżegżółkowa";
const PUSHED: &str = "Świętojańska";
const LATE: &str = "Źdźbłowska";
const PIN: &str = "Żubr 7391 żubr";

/// A message with a word in several places, so that a remnant of it has one too.
fn about(word: &str) -> String {
    format!("{word} asks: {word}'s lab results, {word}'s referral and {word}'s bed")
}

/// Ada looks for a word until she finds what it says.
async fn looks_for(agent: &Agent, word: &str) {
    let filter = Filter { text: Some(word.to_uppercase()), ..Filter::default() };
    let list =
        async || match agent.ask(Request::List { filter: filter.clone(), through: None, skip: 0, limit: 10 }).await {
            Answer::Page(page) => page.rows,
            other => panic!("{other:?} is no page"),
        };
    let id = eventually("it is found", list, |rows| rows.len() == 1).await[0].id;
    assert!(matches!(agent.ask(Request::Get { id }).await, Answer::Row(row) if row.message == about(word)));
    agent.ask(Request::MarkRead { ids: vec![id] }).await;
}

/// Ada uses everything that shows her a message.
async fn works(stage: &Stage, agent: &Agent) {
    assert!(stage.takecare(&["show"]).status.success());
    stage.window_is_open(true).await;
    agent.ask(Request::OpenSearch).await;
    looks_for(agent, FETCHED).await;
    looks_for(agent, PUSHED).await;
    assert!(stage.takecare(&["list"]).status.success());
}

/// Waits until none of these can be read any more.
async fn nothing_is_left(of: &[Needle], agent: &Agent) {
    let look = async || Memory::of(agent.process()).finds(of);
    eventually("nothing is left", look, Vec::is_empty).await;
}

#[tokio::test]
async fn once_locked_neither_a_message_nor_a_key_is_left_and_none_comes_in() {
    let stage = Stage::set().await;
    stage.ward.tell(Kind::Medical, &about(FETCHED)).await;
    let agent = stage.start_inspectable_agent().await;
    stage.sign_in(&agent).await;
    stage.ward.tell(Kind::Message, &about(PUSHED)).await;
    stage.toasts.toast("message").await;
    works(&stage, &agent).await;

    let memory = Memory::of(agent.process());
    let keys = Keys::of(&stage);
    let resident = [
        Needle::word("the fetched message", FETCHED),
        Needle::word("the pushed message", PUSHED),
        Needle::key("the data key", &keys.data),
        Needle::key("the sealing key", &keys.seal),
    ];
    let passing = [
        Needle::key("the tagging key", &keys.tag),
        Needle::key("the account's key", &keys.account),
        Needle::key("the key that wraps the data key", &keys.wrap),
        Needle::word("the password", e2e::PASSWORD),
    ];
    assert_eq!(memory.holds(&resident), resident.each_ref().map(Needle::name), "while it is unlocked");
    assert_eq!(memory.finds(&passing), [""; 0], "what is needed for a moment is never left");

    agent.ask(Request::Lock).await;
    // No web engine gives back what it was shown.
    agent.has_window(false).await;
    nothing_is_left(&resident, &agent).await;

    stage.ward.tell(Kind::Issue, &about(LATE)).await;
    stage.toasts.toast("issue").await;
    let late = [Needle::word("the late message", LATE)];
    nothing_is_left(&late, &agent).await;
    assert_eq!(memory.finds(&resident), [""; 0], "and nothing came back");

    agent.ask(Request::Unlock { pin: None }).await;
    agent.ask(Request::OpenSearch).await;
    looks_for(&agent, LATE).await;
    assert_eq!(memory.holds(&late), ["the late message"], "it was fetched after the unlocking");
}

#[tokio::test]
async fn a_pin_is_never_left_in_memory_and_takes_the_keys_with_it() {
    let stage = Stage::set().await;
    let agent = stage.start_inspectable_agent().await;
    stage.sign_in(&agent).await;
    let before = Keys::of(&stage);
    let pin = || Some(Password::new(PIN.to_owned()));
    agent.ask(Request::SetPin { current: None, new: pin() }).await;
    agent.ask(Request::Lock).await;
    agent.ask(Request::Unlock { pin: pin() }).await;

    let never = [
        Needle::word("the PIN", PIN),
        Needle::key("the account's key before the PIN", &before.account),
        Needle::key("the key that wrapped the data key", &before.wrap),
    ];
    nothing_is_left(&never, &agent).await;
    agent.ask(Request::Lock).await;
    nothing_is_left(&[Needle::key("the data key", &before.data)], &agent).await;
}

#[tokio::test]
async fn no_other_program_of_the_user_may_look_into_the_agent_and_it_leaves_no_core() {
    let stage = Stage::with(&[]).await;
    let takecare = || powerless(&stage, program("takecare"));
    let agent = Agent::run(&stage.session, takecare().arg("agent"));
    agent.answers().await;
    assert!(!may_look_into(&stage, &agent));
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", agent.process())).unwrap();
    let core = limits.lines().find_map(|line| line.strip_prefix("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().collect::<Vec<_>>(), ["0", "0", "bytes"]);
    agent.quits().await;

    let agent = Agent::run(&stage.session, takecare().args(["agent", "--inspectable"]));
    agent.answers().await;
    assert!(may_look_into(&stage, &agent), "developers may, where they ask for it");
}

/// Whether a program of the same user can read what only debuggers may.
fn may_look_into(stage: &Stage, agent: &Agent) -> bool {
    let said = powerless(stage, "cat").arg(format!("/proc/{}/environ", agent.process())).output().unwrap();
    said.status.success() && !said.stdout.is_empty()
}

/// A program of the user; where that is root, one without root's powers.
fn powerless(stage: &Stage, program: impl AsRef<OsStr>) -> Command {
    if std::fs::metadata("/proc/self").unwrap().uid() != 0 {
        return stage.session.command(program);
    }
    let mut command = stage.session.command("setpriv");
    command.args(["--bounding-set=-all", "--inh-caps=-all"]).arg(program);
    command
}
