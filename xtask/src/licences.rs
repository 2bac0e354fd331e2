use anyhow::{Context, Result, ensure};
use serde_json::Value;
use spdx::{Expression, ParseMode};

use crate::command::{self, root};
use crate::{bench, fuzz};

/// Licences that a program under MIT OR Apache-2.0 may be built from. MPL-2.0 binds the changed file only; blessing (that of
/// SQLite) and WTFPL ask for nothing.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BlueOak-1.0.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "blessing",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "NCSA",
    "Unicode-3.0",
    "Unlicense",
    "WTFPL",
    "Zlib",
];

/// The one place crates come from.
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Libraries that must not come in: TLS is rustls everywhere.
const BANNED: &[&str] = &["openssl-sys", "native-tls"];

/// Looks at every crate and npm package that is used, those for tests and builds included.
///
/// This does what cargo-deny would do for licences, bans and sources; installing that takes longer than all else here.
pub fn check() -> Result<()> {
    let mut wrong = crates(&metadata("Cargo.toml")?);
    wrong.extend(crates(&metadata(bench::SQLCIPHER)?));
    wrong.extend(crates(&metadata(fuzz::MANIFEST)?));
    let lock = root().join("ui/package-lock.json");
    let lock = std::fs::read_to_string(&lock).with_context(|| format!("can't read {}", lock.display()))?;
    wrong.extend(npm_packages(&serde_json::from_str(&lock)?));
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// All crates of a workspace, as cargo describes them.
fn metadata(manifest: &str) -> Result<Value> {
    let arguments = ["metadata", "--format-version=1", "--locked", "--manifest-path", manifest];
    Ok(serde_json::from_str(&command::output(&mut command::at_root("cargo", &arguments))?)?)
}

/// One sentence for each thing wrong with a crate.
fn crates(metadata: &Value) -> Vec<String> {
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    packages.iter().flat_map(of_crate).collect()
}

fn of_crate(package: &Value) -> Vec<String> {
    let name = package["name"].as_str().unwrap_or_default();
    let licence = package["license"].as_str().unwrap_or_default();
    let mut wrong = Vec::new();
    if !is_allowed(licence) {
        wrong.push(format!("{name}: the licence {licence:?} is not allowed"));
    }
    if package["source"].as_str().is_some_and(|source| source != CRATES_IO) {
        wrong.push(format!("{name}: comes from {}", package["source"]));
    }
    if BANNED.contains(&name) {
        wrong.push(format!("{name}: is banned"));
    }
    wrong
}

/// One sentence for each npm package under a licence that is not allowed.
fn npm_packages(lock: &Value) -> Vec<String> {
    let packages = lock["packages"].as_object().into_iter().flatten();
    let licences = packages.map(|(name, package)| (name, package["license"].as_str().unwrap_or_default()));
    let wrong = licences.filter(|(_, licence)| !is_allowed(licence));
    wrong.map(|(name, licence)| format!("{name}: the licence {licence:?} is not allowed")).collect()
}

/// Whether an SPDX expression can be met with the allowed licences alone.
fn is_allowed(licence: &str) -> bool {
    let permits =
        |requirement: &spdx::LicenseReq| requirement.license.id().is_some_and(|id| ALLOWED.contains(&id.name));
    Expression::parse_mode(licence, ParseMode::LAX).is_ok_and(|expression| expression.evaluate(permits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_allowed_choice_is_enough_and_every_part_must_be_allowed() {
        assert!(is_allowed("MIT"));
        assert!(is_allowed("MIT OR Apache-2.0 OR LGPL-2.1-or-later"));
        assert!(is_allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(is_allowed("Apache-2.0 WITH LLVM-exception"));
        assert!(is_allowed("MIT/Apache-2.0"));
        assert!(is_allowed("MIT AND BSD-3-Clause AND blessing AND WTFPL"));
        assert!(!is_allowed("GPL-3.0-only"));
        assert!(!is_allowed("MIT AND GPL-3.0-only"));
        assert!(!is_allowed(""));
    }

    #[test]
    fn a_crate_from_elsewhere_or_banned_is_named() {
        let metadata = serde_json::json!({ "packages": [
            { "name": "serde", "license": "MIT OR Apache-2.0", "source": CRATES_IO },
            { "name": "fork", "license": "MIT", "source": "git+https://example.org/fork" },
            { "name": "openssl-sys", "license": "MIT", "source": CRATES_IO },
        ]});
        let wrong = crates(&metadata);
        assert_eq!(wrong.len(), 2);
        assert!(wrong[0].starts_with("fork") && wrong[1].starts_with("openssl-sys"));
    }

    #[test]
    fn an_npm_package_without_a_licence_is_named() {
        let lock = serde_json::json!({ "packages": {
            "node_modules/a": { "license": "ISC" }, "node_modules/b": {}, "node_modules/c": { "license": "AGPL-3.0" },
        }});
        assert_eq!(npm_packages(&lock).len(), 2);
    }
}
