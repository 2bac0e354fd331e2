use std::path::Path;
use std::{fs, io};

use anyhow::{Context, Result, bail};
use tokio::process::Command;

use crate::{Asker, Clinic};

/// What must be installed.
const REQUIREMENTS: &str = include_str!("../requirements.txt");
/// What schemathesis must know beyond the description.
const SETTINGS: &str = include_str!("../schemathesis.toml");
/// What it calls the file.
const SETTINGS_FILE: &str = "schemathesis.toml";

/// How much is asked.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Effort {
    /// So many requests for each operation, beside those that try each limit of each field
    #[arg(long, default_value_t = 300)]
    pub examples: u32,
    /// What the requests are made from
    #[arg(long, default_value_t = 1)]
    pub seed: u32,
}

/// Lets schemathesis ask everything it can think of, and tells what it says at the end.
///
/// # Errors
/// When an answer was not as it should be: with the request, to repeat it; or when schemathesis is not installed.
pub async fn inspect(clinic: &Clinic, asker: Asker, effort: Effort) -> Result<String> {
    let folder = tempfile::tempdir()?;
    write_settings(clinic, folder.path())?;
    let program = rig::environment("openapi-venv", REQUIREMENTS)?.join("bin/schemathesis");
    let mut command = Command::new(program);
    command.current_dir(folder.path()).kill_on_drop(true);
    command.args(["--no-color", "run", "--continue-on-failure", "--warnings=off", "--output-sanitize=false"]);
    command.arg(format!("--max-examples={}", effort.examples)).arg(format!("--seed={}", effort.seed));
    for header in asker.headers(clinic).await {
        command.arg("--header").arg(header);
    }
    if let Some(operation) = asker.leaves_alone() {
        command.arg("--exclude-operation-id").arg(operation);
    }
    let output = command.arg(clinic.base_url().join("api/v1/openapi.json")?.as_str()).output().await?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        bail!("{said}{}", String::from_utf8_lossy(&output.stderr));
    }
    said.lines().rfind(|line| line.contains(" generated, ")).map(str::to_owned).context("it has asked nothing")
}

/// Nobody would guess an id that is there.
fn write_settings(clinic: &Clinic, folder: &Path) -> io::Result<()> {
    let people: Vec<_> = clinic.people.iter().map(ToString::to_string).collect();
    let ids: Vec<_> = clinic.notifications.iter().map(ToString::to_string).collect();
    let types = ["MEDICAL", "SYSTEM"].map(str::to_owned).to_vec();
    let all = [("people", people), ("ids", ids), ("types", types)];
    let known = all.map(|(name, values)| format!("\n[dictionaries.{name}]\nvalues = {values:?}\n"));
    fs::write(folder.join(SETTINGS_FILE), [SETTINGS, &known.concat()].concat())
}
