//! A session is private while it lives, and gone without a trace afterwards.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rig::{Keeper, Part, Session, until};

/// The processes that carry a session's mark.
fn processes_of(folder: &Path) -> Vec<PathBuf> {
    let mark = format!("RIG_SESSION={}", folder.display());
    let entries = std::fs::read_dir("/proc").unwrap().filter_map(Result::ok).map(|entry| entry.path());
    let marked = |process: &PathBuf| {
        std::fs::read(process.join("environ"))
            .is_ok_and(|words| words.split(|byte| *byte == 0).any(|word| word == mark.as_bytes()))
    };
    entries.filter(marked).collect()
}

#[test]
fn a_whole_desktop_comes_up_and_leaves_nothing_behind() {
    let parts = [Part::Keyring, Part::WindowManager, Part::Panel, Part::Toasts, Part::WebDriver];
    let session = Session::open(&parts).unwrap();
    let picture = session.folder().join("screen.png");
    session.screenshot(&picture).unwrap();
    assert!(std::fs::read(&picture).unwrap().starts_with(b"\x89PNG"));
    let folder = session.folder().to_owned();
    assert!(processes_of(&folder).len() >= 7, "the search for processes finds them while they run");

    drop(session);

    assert_eq!(processes_of(&folder), Vec::<PathBuf>::new());
    assert!(!folder.exists());
}

#[test]
fn a_secret_can_be_kept_in_the_unlocked_keyring() {
    let session = Session::open(&[Part::Keyring]).unwrap();
    let mut store = session.command("secret-tool");
    store.args(["store", "--label=A test", "ward", "three"]).stdin(Stdio::piped());
    let mut child = store.spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"camomile").unwrap();
    assert!(child.wait().unwrap().success());

    let found = session.command("secret-tool").args(["lookup", "ward", "three"]).output().unwrap();

    assert_eq!(found.stdout, b"camomile");
}

#[test]
fn without_a_keyring_no_service_appears_by_itself() {
    let session = Session::open(&[]).unwrap();
    let found = session.command("secret-tool").args(["lookup", "ward", "three"]).output().unwrap();
    assert!(!found.status.success());
}

#[test]
fn the_callers_own_session_stays_outside() {
    let session = Session::open(&[]).unwrap();
    let output = session.command("env").output().unwrap();
    let words = String::from_utf8(output.stdout).unwrap();
    let folder = session.folder().display().to_string();
    assert!(words.lines().any(|line| line == format!("HOME={folder}/home")));
    assert!(!words.lines().any(|line| line.starts_with("CARGO")), "cargo's own variables are the caller's");
}

#[test]
fn a_process_that_hides_the_mark_ends_too() {
    let keeper = Keeper::new().unwrap();
    let mut child = keeper.command("env").args(["--unset=RIG_SESSION", "sleep", "3600"]).spawn().unwrap();
    until("the mark to be gone", || Ok(processes_of(keeper.folder()).is_empty().then_some(()))).unwrap();
    assert!(child.try_wait().unwrap().is_none());

    drop(keeper);

    until("the end of the process", || Ok(child.try_wait()?)).unwrap();
}

/// Set for the process that plays the owner in the story below; it names the file where the owner says its folder.
const OWNER: &str = "RIG_TEST_OWNER";

/// What Ctrl-C and `kill -9` have in common: the owner has no time to clean up.
#[test]
fn when_the_owner_is_killed_its_processes_end_too() {
    if let Some(file) = std::env::var_os(OWNER) {
        own_a_process(Path::new(&file));
    }
    let told = tempfile::tempdir().unwrap();
    let file = told.path().join("folder");
    let mut owner = Command::new(std::env::current_exe().unwrap());
    owner.args(["--exact", "when_the_owner_is_killed_its_processes_end_too"]).env(OWNER, &file).stdout(Stdio::null());
    let mut owner = owner.spawn().unwrap();
    let folder = until("the owner's folder", || Ok(std::fs::read_to_string(&file).ok())).unwrap();
    let folder = PathBuf::from(folder);
    assert_eq!(processes_of(&folder).len(), 1);

    owner.kill().unwrap();
    owner.wait().unwrap();

    until("the end of what the owner started", || Ok((!folder.exists()).then_some(()))).unwrap();
    assert_eq!(processes_of(&folder), Vec::<PathBuf>::new());
}

fn own_a_process(file: &Path) -> ! {
    let keeper = Keeper::new().unwrap();
    let mut child = keeper.command("sleep").arg("3600").spawn().unwrap();
    let draft = file.with_extension("draft");
    std::fs::write(&draft, keeper.folder().display().to_string()).unwrap();
    std::fs::rename(draft, file).unwrap();
    child.wait().unwrap();
    unreachable!("the process that owns the session is killed long before");
}
