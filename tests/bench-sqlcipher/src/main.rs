//! The yardstick of the store's benchmark with every page encrypted by SQLCipher, in a new file in the folder that is the
//! first argument. `cargo xtask bench store` builds it; it reads its orders from the standard input.

use std::path::Path;

use anyhow::{Context, Result};
// Named for its features alone: they make the yardstick's SQLite SQLCipher.
use rusqlite as _;
use yardstick::{Plain, serve};

/// Guards invented rows in a file that ends with the benchmark.
const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

fn main() -> Result<()> {
    let folder = std::env::args_os().nth(1).context("which folder?")?;
    let mut yardstick = Plain::create(Path::new(&folder), Some(KEY.to_owned()))?;
    serve(&mut yardstick, std::io::stdin().lock(), std::io::stdout().lock())
}
