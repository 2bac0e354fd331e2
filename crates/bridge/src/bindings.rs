//! The window's TypeScript types, generated from this crate. `cargo xtask bindings` writes them; the test compares.

use std::path::Path;

use ts_rs::{Config, TS};

use crate::{Answer, Event, Request};

fn export(folder: &Path) {
    let config = Config::new().with_out_dir(folder);
    Request::export_all(&config).unwrap();
    Answer::export_all(&config).unwrap();
    Event::export_all(&config).unwrap();
}

fn files(folder: &Path) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn generated_types_of_the_window() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/bindings");
    if std::env::var_os("TAKECARE_WRITE_BINDINGS").is_some() {
        if home.exists() {
            std::fs::remove_dir_all(&home).unwrap();
        }
        export(&home);
    }
    let fresh = tempfile::tempdir().unwrap();
    export(fresh.path());
    assert!(files(&home) == files(fresh.path()), "ui/src/bindings is out of date: run `cargo xtask bindings`");
}
