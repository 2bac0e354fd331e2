use std::path::PathBuf;

/// A program of the workspace, as it was built beside this one: tests are in a folder below the programs.
pub fn program(name: &str) -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let found = own.ancestors().skip(1).take(2).map(|folder| folder.join(name)).find(|path| path.exists());
    found.unwrap_or_else(|| panic!("{name} is not built: run `cargo xtask test`, which builds it first"))
}
