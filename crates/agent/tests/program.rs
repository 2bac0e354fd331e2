//! The real program on a desktop that has neither a keyring nor a panel nor anybody who shows toasts.
#![allow(clippy::unwrap_used)]

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Longer than a start takes.
const DEADLINE: Duration = Duration::from_secs(30);

/// An agent of its own, ended on drop.
struct Agent {
    home: TempDir,
    process: Child,
}

impl Agent {
    fn under(policy: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("policy.toml");
        std::fs::write(&file, policy).unwrap();
        let mut start = takecare(&home);
        let process = start.arg("agent").arg("--policy").arg(&file).stderr(Stdio::null()).spawn().unwrap();
        Self { home, process }
    }

    /// What `takecare status` prints, once the agent knows how things stand.
    fn status(&self) -> String {
        let asked = Instant::now();
        loop {
            let said = takecare(&self.home).arg("status").output().unwrap();
            let status = String::from_utf8(said.stdout).unwrap();
            if said.status.success() && !status.starts_with("Connecting") {
                return status;
            }
            assert!(asked.elapsed() < DEADLINE, "{status}{}", String::from_utf8_lossy(&said.stderr));
        }
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

fn takecare(home: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_takecare"));
    command.env_clear().env("HOME", home.path()).env("XDG_RUNTIME_DIR", home.path());
    command
}

#[test]
fn settings_that_can_not_be_used_stop_it_and_are_said() {
    let agent = Agent::under("[network]\nextra-ca = '/no/such/ca.pem'\n");
    let status = agent.status();
    assert!(status.starts_with("Stopped: The administrator's settings in "), "{status}");
    assert!(status.contains("`network.extra-ca`: /no/such/ca.pem can't be read"), "{status}");
}

#[test]
fn a_self_check_says_what_is_wrong_and_fails() {
    let agent = Agent::under("");
    agent.status();
    let said = takecare(&agent.home).arg("self-check").output().unwrap();
    let lines = String::from_utf8(said.stdout).unwrap();
    assert!(lines.lines().any(|line| line.starts_with("bad   keyring      This desktop has no keyring")), "{lines}");
    assert!(lines.lines().any(|line| line.starts_with("bad   toasts       Nobody shows toasts")), "{lines}");
    assert_eq!(said.status.code(), Some(1));
}
