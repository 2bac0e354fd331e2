//! Measures the sealed store beside its yardsticks: plain SQLite and SQLCipher. `cargo xtask bench store` builds what it
//! needs and runs it.
//!
//! Each of the three has a process of its own ([`runner`]); they take turns, so that all meet the same noise ([`mod@race`]).
//! [`course`] says what is measured, [`report`] puts it into a table.
#![allow(clippy::print_stdout, reason = "a command for people at a terminal")]

mod course;
mod race;
mod report;
mod runner;
mod sealed;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use race::Race;
use runner::Runner;
use sealed::Sealed;
use yardstick::{Contestant, Plain, serve};

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    role: Role,
}

#[derive(Subcommand)]
enum Role {
    /// Measure all three
    Race {
        /// The program that is the SQLCipher yardstick
        #[arg(long)]
        sqlcipher: PathBuf,
        /// Where the databases are made, and deleted again; it should be a real disk
        #[arg(long)]
        folder: PathBuf,
        /// How many rows are kept; may be given more than once
        #[arg(long, default_values_t = [100_000, 1_000_000])]
        rows: Vec<usize>,
    },
    /// Be the sealed store of a race
    Sealed { folder: PathBuf },
    /// Be the plain SQLite of a race
    Plain { folder: PathBuf },
}

fn main() -> Result<()> {
    match Arguments::parse().role {
        Role::Race { sqlcipher, folder, rows } => rows.into_iter().try_for_each(|rows| race(&sqlcipher, &folder, rows)),
        Role::Sealed { folder } => run(&mut Sealed::create(&folder)?),
        Role::Plain { folder } => run(&mut Plain::create(&folder, None)?),
    }
}

fn run(contestant: &mut impl Contestant) -> Result<()> {
    serve(contestant, std::io::stdin().lock(), std::io::stdout().lock())
}

fn race(sqlcipher: &Path, folder: &Path, rows: usize) -> Result<()> {
    let folder = tempfile::tempdir_in(folder)?;
    let ourselves = std::env::current_exe()?;
    let mut race = Race([
        Runner::start(&ourselves, Some("sealed"), folder.path())?,
        Runner::start(&ourselves, Some("plain"), folder.path())?,
        Runner::start(sqlcipher, None, folder.path())?,
    ]);
    let before = load()?;
    let course = course::run(&mut race, rows)?;
    println!("{}", report::tables(&course));
    println!("Load of the last minute, before and after: {before}, {}.", load()?);
    Ok(())
}

/// How many processes wanted to run at once, on average of a minute; a race itself is one.
fn load() -> Result<String> {
    let loads = std::fs::read_to_string("/proc/loadavg")?;
    Ok(loads.split(' ').next().context("the kernel tells no load")?.to_owned())
}
