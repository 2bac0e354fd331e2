//! Being there: started with the session, one at a time, gone in time with everything kept, back after a crash.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test that can't go on should fail")]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use bridge::{Address, Answer, Filter, Profile, Request};
use desktop::{Agent, Stage, eventually, program};
use protocol::{Kind, Status};
use rig::{Part, Session};
use tokio::net::UnixStream;

/// So much arrives while the agent ends.
const ARRIVALS: usize = 200;

#[tokio::test]
async fn the_desktop_starts_it_hidden_wherever_it_is_installed() {
    let stage = Stage::with(&[]).await;
    let folder = stage.session.folder().join("Łucja's \"$HOME\" \\ programs");
    fs::create_dir(&folder).unwrap();
    let takecare = installed(&folder, "takecare");
    let entry = stage.session.folder().join("home/.config/autostart/takecare-desktop.desktop");
    let set = |wish| stage.takecare(&["set", "start.with-session", wish]);
    let agent = Agent::run(&stage.session, stage.session.command(&takecare).arg("agent"));
    agent.answers().await;
    assert!(!entry.exists(), "nobody has asked for it");
    assert!(set("true").status.success());
    agent.quits().await;

    assert!(stage.session.command("gio").arg("launch").arg(&entry).status().unwrap().success());
    eventually("it runs", async || stage.takecare(&["status"]).status.success(), |runs| *runs).await;
    stage.window_is_open(false).await;
    let switched_off = fs::read_to_string(&entry).unwrap() + "Hidden=true\n";
    fs::write(&entry, &switched_off).unwrap();
    let refused = set("true");
    assert!(!refused.status.success());
    assert!(String::from_utf8(refused.stderr).unwrap().contains("the desktop's own settings keep TakeCare"));
    assert_eq!(fs::read_to_string(&entry).unwrap(), switched_off);
    fs::remove_file(&entry).unwrap();
    assert!(set("false").status.success());
    assert!(!entry.exists());
    assert!(stage.takecare(&["quit"]).status.success());
}

/// As Windows starts it, where nobody waits for a program that stays.
#[tokio::test]
async fn started_in_the_background_it_stays_there_hidden_and_alone() {
    let stage = Stage::with(&[Part::WindowManager]).await;
    let started = stage.takecare(&["agent", "--background"]);
    assert!(started.status.success(), "who starts it is not kept waiting: {started:?}");
    assert!(stage.takecare(&["status"]).status.success(), "it answers from then on");
    let address = Address::inside(stage.session.runtime().join(Profile::default().qualified()));
    let first = server_at(address.path()).await;
    assert!(stage.takecare(&["agent", "--background"]).status.success());
    assert_eq!(server_at(address.path()).await, first, "one that runs is left alone");
    stage.window_is_open(false).await;
    assert!(stage.takecare(&["quit"]).status.success());
    eventually("it has ended", async || runs(first), |runs| !runs).await;
}

#[tokio::test]
async fn an_administrator_has_it_started_everywhere() {
    let stage = Stage::with(&[]).await;
    let (policy, entry) =
        (stage.session.folder().join("policy.toml"), "home/.config/autostart/takecare-desktop.desktop");
    fs::write(&policy, "start.with-session = true\n").unwrap();
    let agent =
        Agent::run(&stage.session, stage.session.command(program("takecare")).args(["agent", "--policy"]).arg(&policy));
    agent.answers().await;
    assert!(stage.session.folder().join(entry).exists());
    let refused = stage.takecare(&["set", "start.with-session", "false"]);
    assert!(String::from_utf8(refused.stderr).unwrap().contains("Only your administrator can change this"));
    agent.quits().await;
}

#[tokio::test]
async fn the_entry_among_the_applications_shows_the_window() {
    let stage = Stage::with(&[Part::WindowManager]).await;
    let programs = program("takecare").parent().unwrap().display().to_string();
    let mut launch = stage.session.command("gio");
    launch.env("PATH", format!("{programs}:{}", std::env::var("PATH").unwrap()));
    assert!(launch.arg("launch").arg(packaged("takecare-desktop.desktop")).status().unwrap().success());
    stage.window_is_open(true).await;
    let class = stage.session.command("xdotool").args(["search", "--class", "^takecare-window$"]).output().unwrap();
    assert!(class.status.success(), "the window is known to belong to the entry");
}

#[tokio::test]
async fn systemd_understands_every_word_of_the_unit() {
    let session = Session::open(&[]).unwrap();
    let unit = fs::read_to_string(packaged("takecare-desktop.service")).unwrap();
    assert!(unit.contains("\nExecStart=takecare agent\n"));
    // Where it is installed here; on a computer systemd looks where packages put programs.
    let here = format!("ExecStart={} agent", program("takecare").display());
    let file = session.folder().join("takecare-desktop.service");
    fs::write(&file, unit.replace("ExecStart=takecare agent", &here)).unwrap();
    let said = session.command("systemd-analyze").args(["--user", "verify"]).arg(&file).output().unwrap();
    assert_eq!((said.status.code(), String::from_utf8_lossy(&said.stderr).as_ref()), (Some(0), ""));
}

#[tokio::test]
async fn a_second_start_calls_for_the_first_ones_window_at_once() {
    let stage = Stage::set().await;
    let agent = stage.sign_ada_in().await;
    let asked = Instant::now();
    assert!(stage.takecare(&[]).status.success());
    println!("second start, until the first has been asked for its window: {:?}", asked.elapsed());
    stage.window_is_open(true).await;
    let window = agent.window();

    let asked = Instant::now();
    assert!(stage.takecare(&["agent"]).status.success());
    println!("the same with the window open: {:?}", asked.elapsed());
    assert_eq!(agent.window(), window, "there is one window");
}

#[tokio::test]
async fn of_many_that_start_in_the_same_moment_one_stays() {
    let stage = Stage::with(&[Part::WindowManager]).await;
    let mut agents: Vec<_> = (0..5).map(|_| Agent::start(&stage.session)).collect();
    let staying = async || agents.iter_mut().filter_map(|agent| agent.lives().then_some(agent.process())).collect();
    let one = eventually("one stays", staying, |staying: &Vec<u32>| staying.len() == 1).await;
    stage.window_is_open(true).await;
    let window = agents.iter().find(|agent| agent.process() == one[0]).unwrap().window();
    assert!(window.is_some(), "the others have called for its window");
    for agent in agents.iter_mut().filter(|agent| agent.process() != one[0]) {
        assert!(agent.ends().await.success());
    }
}

#[tokio::test]
async fn told_to_quit_it_keeps_everything() {
    ends_with_everything_kept("takecare quit", async |stage, _| {
        assert!(stage.takecare(&["quit"]).status.success());
    })
    .await;
}

#[tokio::test]
async fn terminated_it_keeps_everything() {
    ends_with_everything_kept("SIGTERM", async |_, agent| signal("TERM", agent.process())).await;
}

#[tokio::test]
async fn when_the_session_bus_goes_it_keeps_everything() {
    ends_with_everything_kept("no bus", async |stage, _| signal("KILL", server_at(&bus(&stage.session)).await)).await;
}

#[tokio::test]
async fn when_the_screen_goes_it_keeps_everything() {
    ends_with_everything_kept("no screen", async |stage, _| signal("TERM", server_at(&screen(stage)).await)).await;
}

#[tokio::test]
async fn a_window_that_hangs_does_not_keep_it_from_ending() {
    ends_with_everything_kept("a hanging window", async |stage, agent| {
        signal("STOP", agent.window().unwrap());
        assert!(stage.takecare(&["quit"]).status.success());
    })
    .await;
}

/// Much comes in and Ada has just read something, when the end comes in this way.
async fn ends_with_everything_kept(name: &str, end: impl AsyncFnOnce(&Stage, &Agent)) {
    let mut stage = Stage::with(&[Part::Keyring, Part::WindowManager]).await;
    let mut agent = stage.sign_ada_in().await;
    let read = stage.ward.tell(Kind::Medical, "Bed 4 alarm").await;
    stage.toasts.toast("medical").await;
    assert!(stage.takecare(&["show"]).status.success());
    stage.window_is_open(true).await;
    let window = agent.window().unwrap();

    let arrivals = async {
        for number in 0..ARRIVALS {
            stage.ward.tell(Kind::Message, &format!("Bed {number} is free")).await;
        }
    };
    let ending = async {
        let some = async || listed(&agent).await;
        let before = eventually("some of it is here", some, |rows| rows.len() > ARRIVALS / 10).await;
        agent.ask(Request::MarkRead { ids: vec![read.0] }).await;
        let asked = Instant::now();
        end(&stage, &agent).await;
        assert!(agent.ends().await.success());
        println!("{name}: ended within {:?}", asked.elapsed());
        before
    };
    let ((), before) = tokio::join!(arrivals, ending);
    eventually("its window has ended, too", async || runs(window), |runs| !runs).await;
    let log = fs::read_to_string(stage.session.folder().join("logs/agent")).unwrap();
    assert!(!log.contains("ksni"), "the tray ended in order: {log}");

    stage.ward.go_dark().await;
    log_in_again(&mut stage.session).await;
    let agent = stage.start_agent().await;
    let kept = eventually("the account is open", async || agent.snapshot().await, |now| now.account.is_some()).await;
    assert_eq!(kept.pending, 1);
    assert!(listed(&agent).await.is_superset(&before), "what it had listed is here without the server");
    stage.ward.come_back().await;
    stage.ward.holds(read, Status::Read).await;
    eventually("the rest is here", async || listed(&agent).await.len(), |rows| *rows == ARRIVALS + 1).await;
}

#[tokio::test]
async fn killed_under_an_open_window_it_is_back_with_what_it_had() {
    let stage = Stage::set().await;
    let mut agent = stage.sign_ada_in().await;
    let read = stage.ward.tell(Kind::Referral, "Adam Adamski has been referred").await;
    stage.toasts.toast("referral").await;
    let window = desktop::Window::open(&stage.session).await;
    window.row_is(read, "unread").await;
    agent.ask(Request::MarkRead { ids: vec![read.0] }).await;

    let killed = Instant::now();
    agent.kill();
    agent.answers().await;
    println!("killed, and back after {:?}", killed.elapsed());

    window.row_is(read, "read").await;
    stage.ward.holds(read, Status::Read).await;
    stage.ward.tell(Kind::Issue, "The label printer does not answer").await;
    window.says("The label printer does not answer").await;
    let icons: Vec<_> = stage.toasts.all().into_iter().map(|toast| toast.icon).collect();
    assert_eq!(icons, ["referral", "issue"], "nothing was said twice");
    window.close().await;
    agent.is_live().await;
}

#[tokio::test]
async fn a_window_that_dies_is_no_matter_to_the_agent() {
    let stage = Stage::set().await;
    let mut agent = stage.sign_ada_in().await;
    for _ in 0..2 {
        assert!(stage.takecare(&["show"]).status.success());
        stage.window_is_open(true).await;
        signal("KILL", agent.window().unwrap());
        stage.window_is_open(false).await;
        agent.has_window(false).await;
    }
    assert!(agent.lives());
    agent.is_live().await;
    stage.ward.tell(Kind::Issue, "The label printer does not answer").await;
    stage.toasts.toast("issue").await;
}

#[tokio::test]
async fn an_agent_that_can_not_start_is_tried_less_and_less_often() {
    let stage = Stage::with(&[Part::WindowManager]).await;
    let folder = stage.session.folder().join("programs");
    fs::create_dir(&folder).unwrap();
    let window = installed(&folder, "takecare-window");
    let tried = folder.join("tried");
    let broken = format!("#!/bin/sh\ndate +%s%N >>'{}'\nexit 1\n", tried.display());
    fs::write(folder.join("takecare"), broken).unwrap();
    fs::set_permissions(folder.join("takecare"), PermissionsExt::from_mode(0o755)).unwrap();
    let mut window = stage.session.command(window).spawn().unwrap();

    let times = async || {
        let times = fs::read_to_string(&tried).unwrap_or_default();
        times.lines().map(|time| Duration::from_nanos(time.parse().unwrap())).collect::<Vec<_>>()
    };
    let times = eventually("three starts", times, |times| times.len() == 3).await;
    let (first, second) = (times[1] - times[0], times[2] - times[1]);
    println!("started again after {first:?} and {second:?}");
    assert!(first >= Duration::from_secs(4) && second >= Duration::from_secs(8));
    stage.window_is_open(true).await;
    window.kill().unwrap();
    window.wait().unwrap();
}

/// A program, as it is in a folder of its own.
fn installed(folder: &Path, name: &str) -> PathBuf {
    let there = folder.join(name);
    fs::copy(program(name), &there).unwrap();
    there
}

/// A file that packages put in its place.
fn packaged(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packaging/linux").join(name)
}

/// Everything that is stored.
async fn listed(agent: &Agent) -> BTreeSet<String> {
    let all = Request::List { filter: Filter::default(), through: None, skip: 0, limit: 500 };
    match agent.ask(all).await {
        Answer::Page(page) => page.rows.into_iter().map(|row| row.id.to_string()).collect(),
        other => panic!("{other:?} is no page"),
    }
}

fn signal(name: &str, process: u32) {
    let number = process.to_string();
    assert!(Command::new("kill").args(["-s", name, &number]).status().unwrap().success());
}

fn runs(process: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"));
    stat.is_ok_and(|stat| !stat.contains(") Z "))
}

fn bus(session: &Session) -> PathBuf {
    session.bus().trim_start_matches("unix:path=").into()
}

fn screen(stage: &Stage) -> PathBuf {
    let said = stage.session.command("printenv").arg("DISPLAY").output().unwrap();
    let display = String::from_utf8(said.stdout).unwrap();
    Path::new("/tmp/.X11-unix").join(format!("X{}", display.trim().trim_start_matches(':')))
}

/// The process that listens here.
async fn server_at(socket: &Path) -> u32 {
    let peer = UnixStream::connect(socket).await.unwrap().peer_cred().unwrap();
    peer.pid().unwrap().try_into().unwrap()
}

/// A bus and a keyring, if the old ones are gone.
async fn log_in_again(session: &mut Session) {
    let socket = bus(session);
    if UnixStream::connect(&socket).await.is_ok() {
        return;
    }
    fs::remove_file(&socket).unwrap();
    let mut daemon = session.command("dbus-daemon");
    daemon
        .arg(format!("--config-file={}", session.folder().join("bus.conf").display()))
        .args(["--nofork", "--nopidfile"]);
    session.start("bus", daemon).unwrap();
    eventually("the bus", async || UnixStream::connect(&socket).await.is_ok(), |there| *there).await;
    session.add(Part::Keyring).unwrap();
}
