use std::path::PathBuf;

/// A program of the workspace, as it was built beside this test.
pub fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let path = test.ancestors().nth(2).unwrap().join(name);
    assert!(path.exists(), "{} is not built: run `cargo xtask test`, which builds it first", path.display());
    path
}
