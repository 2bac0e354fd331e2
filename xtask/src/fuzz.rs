//! Fuzzing: the targets of `tests/fuzz`, driven by libFuzzer.
//!
//! The package is laid out for cargo-fuzz, but built here with the flags that cargo-fuzz would pass: they do with the
//! compiler that builds everything else, and nobody waits for a tool to be installed. The address sanitizer needs a nightly
//! compiler; it joins where there is one, and there is time.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use clap::Args;
use tempfile::TempDir;

use crate::{command, programs};

/// What is fuzzed; `tests/fuzz/targets` has a file for each.
const TARGETS: [&str; 5] = ["frame", "row", "header", "bridge", "hub"];

/// So many seconds each of them takes in the test command.
const BRIEFLY: u32 = 10;

/// The toolchain with sanitizers.
const NIGHTLY: &str = "+nightly";

/// The package is a workspace of its own: everything in it is compiled in another way.
pub const MANIFEST: &str = "tests/fuzz/Cargo.toml";

/// Counts edges and comparisons, as cargo-fuzz does.
const COVERAGE: &str = "--cfg fuzzing -Ccodegen-units=1 -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares";

/// An input may take ten seconds and a gigabyte, and most take a thousandth of either.
const LIMITS: [&str; 2] = ["-timeout=10", "-rss_limit_mb=1024"];

/// What is printed: how many inputs there were, and what went wrong.
const QUIET: [&str; 3] = ["-verbosity=0", "-print_funcs=0", "-print_final_stats=1"];

/// What to fuzz, and how long.
#[derive(Args)]
pub struct Options {
    /// One target; all of them without it
    #[arg(value_parser = TARGETS)]
    target: Option<String>,
    /// How long for each
    #[arg(long, default_value_t = 300)]
    seconds: u32,
    /// How many processes at a time
    #[arg(long, default_value_t = 1)]
    jobs: u32,
}

/// Fuzzes at length. What is interesting is kept in the target folder, and the next run goes on from there.
pub fn run(options: &Options) -> Result<()> {
    let build = Build::best();
    build.cargo("build", &[])?;
    let wanted = |target: &&str| options.target.as_ref().is_none_or(|one| one == target);
    TARGETS.into_iter().filter(wanted).try_for_each(|target| {
        let corpus = home()?.join("corpus").join(target);
        fs::create_dir_all(&corpus)?;
        build.fuzz(target, &corpus, options.seconds, options.jobs)
    })
}

/// Tries all that is checked in for a target, and new inputs for a short time.
pub fn briefly() -> Result<()> {
    Build::Plain.cargo("build", &[])?;
    TARGETS.into_iter().try_for_each(|target| {
        let corpus = tempfile::tempdir()?;
        Build::Plain.fuzz(target, corpus.path(), BRIEFLY, 1)?;
        let found = fs::read_dir(corpus.path())?.next().is_some();
        ensure!(found, "{target}: no input was more interesting than another, so it was compiled without coverage");
        Ok(())
    })
}

/// Looks for what the compiler and clippy would say.
pub fn lint() -> Result<()> {
    Build::Plain.cargo("clippy", &["--", "--deny", "warnings"])
}

/// How the targets are compiled.
#[derive(Clone, Copy)]
enum Build {
    /// As everything is, and without a sanitizer.
    Plain,
    /// By a nightly compiler, with the address sanitizer.
    Sanitized,
}

impl Build {
    /// The best that can be had here.
    fn best() -> Self {
        let nightly = command::output(&mut command::at_root("cargo", &[NIGHTLY, "--version"]));
        if nightly.is_ok() {
            return Self::Sanitized;
        }
        println!("There is no nightly toolchain, so this goes without the address sanitizer.");
        Self::Plain
    }

    fn folder(self) -> Result<PathBuf> {
        Ok(home()?.join(match self {
            Self::Plain => "plain",
            Self::Sanitized => "sanitized",
        }))
    }

    fn cargo(self, verb: &str, more: &[&str]) -> Result<()> {
        let (toolchain, flags) = match self {
            Self::Plain => (None, COVERAGE.to_owned()),
            Self::Sanitized => (Some(NIGHTLY), format!("{COVERAGE} -Zsanitizer=address")),
        };
        let mut cargo = command::at_root("cargo", &[]);
        // Where a target is named, build scripts go without the flags.
        cargo.args(toolchain).args([verb, "--release", "--manifest-path", MANIFEST, "--target", &host()?]);
        command::run(cargo.arg("--target-dir").arg(self.folder()?).args(more).env("RUSTFLAGS", flags))
    }

    /// Runs a target on all that is known, and then on what comes to its mind; what is interesting stays in `corpus`.
    fn fuzz(self, target: &str, corpus: &Path, seconds: u32, jobs: u32) -> Result<()> {
        let scratch = scratch()?;
        let program = self.folder()?.join(host()?).join("release").join(target);
        let mut fuzzer = command::at_root(&program.to_string_lossy(), &LIMITS);
        fuzzer.args(QUIET).arg(format!("-max_total_time={seconds}"));
        fuzzer.arg(format!("-artifact_prefix={}/{target}-", home()?.display()));
        if jobs > 1 {
            fuzzer.arg(format!("-fork={jobs}"));
        }
        command::run(fuzzer.arg(corpus).args(known(target)).env("TMPDIR", scratch.path()))
    }
}

/// Folders of inputs that every run begins with: small ones of each shape, and whatever went wrong once.
fn known(target: &str) -> Vec<String> {
    let mut folders = vec![format!("tests/fuzz/seeds/{target}")];
    if target == "frame" {
        folders.push("crates/protocol/fixtures".to_owned());
    }
    folders
}

/// Where everything of the fuzzer's is, below the target folder.
fn home() -> Result<PathBuf> {
    Ok(programs::target()?.join("fuzz"))
}

fn host() -> Result<String> {
    let host = command::output(&mut command::at_root("rustc", &["--print", "host-tuple"]))?;
    Ok(host.trim().to_owned())
}

/// A folder for the targets' files, in memory if there is one: the fuzzer ends without cleaning up.
fn scratch() -> Result<TempDir> {
    let memory = Path::new("/dev/shm");
    Ok(if memory.is_dir() { tempfile::tempdir_in(memory)? } else { tempfile::tempdir()? })
}
