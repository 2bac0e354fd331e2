use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// The workspace's root; `cargo xtask` works from any folder in it.
pub fn root() -> &'static Path {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own)
}

/// A command that runs in the root.
pub fn at_root(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).args(arguments);
    command
}

/// Says what it runs, runs it, and fails if that fails.
pub fn run(command: &mut Command) -> Result<()> {
    let line = words(command);
    println!("$ {line}");
    let status = command.status().with_context(|| format!("`{line}` can't be started"))?;
    ensure!(status.success(), "`{line}` failed: {status}");
    Ok(())
}

/// Runs it silently and returns what it printed.
pub fn output(command: &mut Command) -> Result<String> {
    let line = words(command);
    let output = command.output().with_context(|| format!("`{line}` can't be started"))?;
    ensure!(output.status.success(), "`{line}` failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    String::from_utf8(output.stdout).with_context(|| format!("`{line}` printed something that is not text"))
}

fn words(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
