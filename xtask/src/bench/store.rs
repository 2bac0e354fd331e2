use anyhow::Result;
use clap::Args;

use crate::packages::Purpose;
use crate::{command, programs, setup};

/// Has a workspace and a lock file of its own, since its SQLite is another.
pub const SQLCIPHER: &str = "tests/bench-sqlcipher/Cargo.toml";

/// How much is measured.
#[derive(Args)]
pub struct Options {
    /// How many rows are kept; may be given more than once. Without it: 100,000 and a million, which takes half an hour
    #[arg(long)]
    rows: Vec<u32>,
}

/// Measures the sealed store beside plain SQLite and SQLCipher (`tests/bench-store`).
pub fn store(options: &Options) -> Result<()> {
    setup::system(&[Purpose::Build, Purpose::Sqlcipher])?;
    let target = programs::target()?;
    let sqlcipher = target.join("sqlcipher");
    command::run(&mut command::at_root("cargo", &["build", "--release", "--package", "bench-store"]))?;
    let mut build = command::at_root("cargo", &["build", "--release", "--locked", "--manifest-path", SQLCIPHER]);
    command::run(build.arg("--target-dir").arg(&sqlcipher))?;
    let mut race = command::at_root(&target.join("release/bench-store").to_string_lossy(), &["race", "--sqlcipher"]);
    race.arg(sqlcipher.join("release/bench-sqlcipher")).arg("--folder").arg(&target);
    command::run(race.args(options.rows.iter().flat_map(|rows| ["--rows".to_owned(), rows.to_string()])))
}
