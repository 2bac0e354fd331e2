//! Follows `docs/hub.md` from top to bottom: runs its commands, writes its files, and compares what it says comes out. Its
//! Rust is run by `cargo test` as that of any other documentation.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};
use visitor::PATIENCE;

use crate::commands::program;

/// Where the guide says that the hub listens.
const ADDRESS: &str = "127.0.0.1:8000";

/// A block of the guide: the words behind its fence, and its lines.
struct Block {
    info: String,
    text: String,
}

fn blocks(guide: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = vec![];
    let mut is_open = false;
    for line in guide.lines() {
        match (line.strip_prefix("```"), blocks.last_mut()) {
            (Some(_), _) if is_open => is_open = false,
            (Some(info), _) => {
                is_open = true;
                blocks.push(Block { info: info.to_owned(), text: String::new() });
            }
            (None, Some(block)) if is_open => block.text += &format!("{line}\n"),
            (None, _) => {}
        }
    }
    blocks
}

/// Somebody who does what the guide says.
struct Reader {
    folder: TempDir,
    hub: Option<Child>,
    /// Where the hub really listens.
    address: String,
    said: String,
}

impl Reader {
    fn bash(&self, script: &str) -> Command {
        let mut command = Command::new("bash");
        let hub = Path::new(env!("CARGO_BIN_EXE_hub")).parent().unwrap().to_owned();
        let others = std::env::var_os("PATH").unwrap();
        let path = std::env::join_paths([hub].into_iter().chain(std::env::split_paths(&others))).unwrap();
        // As with the hub alone: nothing that is set outside has a say.
        let unset = program(&[]);
        let unset = unset.as_std().get_envs().filter(|(_, value)| value.is_none()).map(|(name, _)| name);
        unset.fold(&mut command, |command, name| command.env_remove(name));
        command.args(["-euo", "pipefail", "-c", &script.replace(ADDRESS, &self.address)]);
        command
            .current_dir(self.folder.path())
            .env("PATH", path)
            .env("no_proxy", "127.0.0.1")
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }

    async fn runs(&mut self, script: &str) {
        let output = timeout(PATIENCE, self.bash(script).output()).await.expect("an end in time").unwrap();
        self.said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(output.status.success(), "{script}\n{}", self.said);
    }

    async fn serves(&mut self, script: &str) {
        if let Some(mut hub) = self.hub.take() {
            hub.kill().await.unwrap();
        }
        let script = format!("exec {}", script.replace(ADDRESS, "127.0.0.1:0"));
        let mut hub = self.bash(&script).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(hub.stdout.take().unwrap()).lines();
        let line = timeout(PATIENCE, lines.next_line()).await.expect("a line in time").unwrap().unwrap();
        line.strip_prefix("listening on http://").unwrap().clone_into(&mut self.address);
        self.hub = Some(hub);
    }

    fn writes(&self, name: &str, text: &str) {
        let path: PathBuf = self.folder.path().join(name);
        std::fs::write(path, text).unwrap();
    }
}

/// Whether something was said as the guide has it, where … stands for anything.
fn is_as(said: &str, expected: &str) -> bool {
    let mut parts = expected.trim().split('…');
    let Some(mut rest) = parts.next().and_then(|first| said.trim().strip_prefix(first)) else {
        return false;
    };
    let mut ends = true;
    for part in parts {
        ends = part.is_empty();
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.is_empty() || ends && expected.contains('…')
}

#[tokio::test]
async fn every_step_of_the_guide_does_what_it_says() {
    let guide = include_str!("../../../../docs/hub.md");
    let folder = tempfile::tempdir().unwrap();
    let mut reader = Reader { folder, hub: None, address: ADDRESS.to_owned(), said: String::new() };
    let blocks = blocks(guide);
    let mut steps = blocks.iter().peekable();
    while let Some(Block { info, text }) = steps.next() {
        match info.split_once(' ').unwrap_or((info, "")) {
            ("rust", "") => {}
            ("sh", "serve") => reader.serves(text).await,
            ("sh", "") => reader.runs(text).await,
            ("sh", "until") => {
                let expected = &steps.peek().expect("what comes out").text;
                let end = Instant::now() + PATIENCE;
                while !is_as(&reader.said, expected) && Instant::now() < end {
                    sleep(std::time::Duration::from_millis(50)).await;
                    reader.runs(text).await;
                }
            }
            ("text", "") => assert!(is_as(&reader.said, text), "{}\nis not\n{text}", reader.said),
            ("toml" | "python", name) if !name.is_empty() => reader.writes(name, text),
            _ => panic!("nobody knows what to do with {info}"),
        }
    }
}

#[test]
fn dots_stand_for_anything_and_the_rest_is_compared() {
    assert!(is_as("one two three\n", "one … three"));
    assert!(is_as("one two three", "…two…"));
    assert!(!is_as("one two three", "one … two"));
    assert!(!is_as("one two three", "one two"));
    assert!(!is_as("one two three", "two…"));
    assert!(!is_as("", "one"));
}
