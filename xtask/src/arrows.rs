use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use serde_json::Value;

use crate::command;

/// Which crate may know which other of ours: the arrows of ARCHITECTURE.md. A crate that is not named may know none.
const ALLOWED: &[(&str, &[&str])] = &[
    ("store", &["protocol"]),
    ("bridge", &["language"]),
    ("client", &["protocol", "store", "bridge", "language"]),
    ("agent", &["client", "bridge", "language"]),
    ("hub", &["peer", "protocol", "services", "visitor"]),
    ("window", &["bridge"]),
    ("e2e", &["protocol", "client", "bridge", "language", "hub", "services", "visitor"]),
    ("desktop", &["bridge", "protocol", "e2e", "rig"]),
    ("peer", &["rig", "services"]),
    ("services", &["hub", "rig"]),
    ("visitor", &["protocol"]),
    ("conformance", &["protocol", "client", "bridge", "hub", "e2e", "peer", "services", "visitor"]),
    ("faults", &["protocol", "client", "bridge", "hub", "e2e", "peer", "conformance", "services"]),
    ("openapi", &["protocol", "hub", "rig", "services", "visitor"]),
    ("bench", &["protocol", "client", "bridge", "rig", "yardstick"]),
    ("bench-hub", &["protocol", "hub", "bench", "peer", "visitor", "yardstick"]),
    ("bench-store", &["protocol", "store", "yardstick"]),
    ("soak", &["protocol", "bridge", "conformance", "desktop", "faults", "peer", "rig"]),
    ("yardstick", &["protocol"]),
    ("xtask", &["rig"]),
];

/// A library that one program must not contain, and one that does: a misspelt name would be absent everywhere.
struct Absent {
    library: &'static str,
    from: &'static str,
    present_in: &'static str,
}

const fn absent(library: &'static str, from: &'static str, present_in: &'static str) -> Absent {
    Absent { library, from, present_in }
}

/// What the two programs can't do, because they lack the library for it.
const ABSENT: &[Absent] = &[
    absent("tauri", "agent", "window"),
    absent("gtk", "agent", "window"),
    absent("webkit2gtk", "agent", "window"),
    absent("rusqlite", "window", "agent"),
    absent("aes-gcm", "window", "agent"),
    absent("keyring-core", "window", "agent"),
    absent("reqwest", "window", "agent"),
    absent("tokio-tungstenite", "window", "agent"),
];

/// Compares the crates as they are with the arrows as they should be.
pub fn check() -> Result<()> {
    let metadata = command::output(&mut command::at_root("cargo", &["metadata", "--format-version=1", "--no-deps"]))?;
    let mut wrong = forbidden(&arrows(&serde_json::from_str(&metadata)?));
    for rule in ABSENT {
        wrong.extend(broken(rule, &libraries(rule.from)?, &libraries(rule.present_in)?));
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// Every dependency between two crates of ours, tests and build scripts included.
fn arrows(metadata: &Value) -> Vec<(String, String)> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let name = |value: &Value| value["name"].as_str().unwrap_or_default().to_owned();
    let of = |package: &Value| {
        let ours = list(&package["dependencies"]).into_iter().filter(|dependency| dependency["path"].is_string());
        ours.map(|dependency| (name(package), name(&dependency))).collect::<Vec<_>>()
    };
    list(&metadata["packages"]).iter().flat_map(of).collect()
}

/// One sentence for each arrow that is not allowed.
fn forbidden(arrows: &[(String, String)]) -> Vec<String> {
    let is_allowed = |from: &str, to: &str| ALLOWED.iter().any(|(name, known)| *name == from && known.contains(&to));
    let wrong = arrows.iter().filter(|(from, to)| !is_allowed(from, to));
    wrong.map(|(from, to)| format!("{from} may not know {to}")).collect()
}

/// A sentence when the rule does not hold, or can't be trusted.
fn broken(rule: &Absent, libraries: &BTreeSet<String>, elsewhere: &BTreeSet<String>) -> Option<String> {
    let Absent { library, from, present_in } = rule;
    if libraries.contains(*library) {
        return Some(format!("{from} contains {library}"));
    }
    (!elsewhere.contains(*library))
        .then(|| format!("{present_in} does not contain {library}, so its absence from {from} proves nothing"))
}

/// Everything that is linked into a crate.
fn libraries(package: &str) -> Result<BTreeSet<String>> {
    let tree = ["tree", "--edges=normal", "--prefix=none", "--format={p}", "--package", package];
    let output = command::output(&mut command::at_root("cargo", &tree))?;
    Ok(output.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn only_paths_are_arrows_and_every_kind_counts() {
        let metadata = serde_json::json!({ "packages": [{ "name": "window", "dependencies": [
            { "name": "tauri", "kind": null },
            { "name": "bridge", "kind": null, "path": "crates/bridge" },
            { "name": "store", "kind": "dev", "path": "crates/store" },
        ]}]});
        let expected = [("window", "bridge"), ("window", "store")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(arrows(&metadata), expected);
        assert_eq!(forbidden(&arrows(&metadata)), ["window may not know store"]);
    }

    #[test]
    fn a_crate_without_a_row_may_know_nobody() {
        assert_eq!(forbidden(&[("bridge".into(), "store".into())]), ["bridge may not know store"]);
    }

    #[test]
    fn an_absent_library_must_be_absent_here_and_present_there() {
        let rule = absent("rusqlite", "window", "agent");
        assert_eq!(broken(&rule, &set(&["tauri"]), &set(&["rusqlite"])), None);
        assert_eq!(broken(&rule, &set(&["rusqlite"]), &set(&["rusqlite"])), Some("window contains rusqlite".into()));
        assert!(
            broken(&rule, &set(&["tauri"]), &set(&["tauri"])).is_some_and(|words| words.contains("proves nothing"))
        );
    }
}
