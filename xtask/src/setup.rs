use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::command;
use crate::packages::{self, Package, Purpose};
use crate::{openapi, peer, ui};

/// The oldest Node the window's tools run on.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// Installs what any command here needs.
pub fn for_everything() -> Result<()> {
    prepare(&[Purpose::Build, Purpose::Desktop, Purpose::Test, Purpose::Check])?;
    peer::prepare()?;
    openapi::prepare()
}

/// Sees to it that the system, Node and the window's pages are ready. Quick when they are.
pub fn prepare(purposes: &[Purpose]) -> Result<()> {
    system(purposes)?;
    node()?;
    ui::install()?;
    ui::build()
}

/// Installs the system packages that are missing; none that is there is removed for them.
pub fn system(purposes: &[Purpose]) -> Result<()> {
    if !Path::new("/usr/bin/dpkg-query").exists() {
        println!("This is neither Debian nor Ubuntu, so nothing is installed here by itself.");
        println!("What is needed, by Debian's names: {}", packages::wanted(purposes).join(" "));
        return Ok(());
    }
    let format = "--showformat=${Package} ${Status}\\n";
    let installed = command::output(Command::new("dpkg-query").args(["--show", format]))?;
    let missing = packages::missing(purposes, &installed);
    if missing.is_empty() { Ok(()) } else { install(&missing) }
}

fn install(missing: &[&Package]) -> Result<()> {
    println!("These system packages are missing and will be installed with apt-get:");
    for package in missing {
        println!("  {:24} {}", package.name, package.why);
    }
    command::run(as_root()?.args(["apt-get", "update"]))?;
    let mut install = as_root()?;
    install.args(["apt-get", "install", "--yes", "--no-install-recommends", "--no-remove"]);
    install.args(missing.iter().map(|package| package.name));
    command::run(&mut install)
}

/// The beginning of a command that may change the system.
fn as_root() -> Result<Command> {
    let quietly = ["DEBIAN_FRONTEND=noninteractive"];
    if command::output(Command::new("id").arg("--user"))?.trim() == "0" {
        let mut command = Command::new("env");
        command.args(quietly);
        return Ok(command);
    }
    if Command::new("sudo").arg("--version").output().is_err() {
        bail!("installing packages needs root: run this as root, or install sudo");
    }
    let mut command = Command::new("sudo");
    command.arg("env").args(quietly);
    Ok(command)
}

fn node() -> Result<()> {
    let (major, minor) = OLDEST_NODE;
    let hint = || format!("Node {major}.{minor} or newer is needed, with npm: https://nodejs.org");
    let version = command::output(Command::new("node").arg("--version")).with_context(hint)?;
    ensure!(is_new_enough(&version), "{}; this is {}", hint(), version.trim());
    command::output(Command::new("npm").arg("--version")).with_context(hint)?;
    Ok(())
}

/// Whether `v20.19.1` and the like will do.
fn is_new_enough(version: &str) -> bool {
    let mut numbers = version.trim().trim_start_matches('v').split('.').map_while(|number| number.parse().ok());
    let found: (Option<u32>, Option<u32>) = (numbers.next(), numbers.next());
    matches!(found, (Some(major), Some(minor)) if (major, minor) >= OLDEST_NODE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_node_are_compared_as_numbers() {
        assert!(is_new_enough("v20.19.0\n"));
        assert!(is_new_enough("v22.3.1"));
        assert!(is_new_enough("v100.0.0"));
        assert!(!is_new_enough("v20.9.5"));
        assert!(!is_new_enough("v18.20.4"));
        assert!(!is_new_enough("not node"));
    }
}
