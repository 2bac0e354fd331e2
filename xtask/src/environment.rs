use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use crate::{command, programs};

/// Makes a Python environment in the target folder and returns where it is, unless it is there with the same
/// requirements. `requirements` is a file below the root.
pub fn make(name: &str, requirements: &str) -> Result<PathBuf> {
    let requirements = command::root().join(requirements);
    let wanted = fs::read_to_string(&requirements)?;
    let home = programs::target()?.join(name);
    // Written last, so a half-made environment is made again; the peer looks at it too.
    let stamp = home.join("requirements.txt");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(home);
    }
    command::run(command::at_root("python3", &["-m", "venv", "--clear"]).arg(&home))?;
    let pip = home.join("bin/pip");
    let install = ["install", "--quiet", "--disable-pip-version-check", "--requirement"];
    command::run(command::at_root(&pip.to_string_lossy(), &install).arg(&requirements))?;
    fs::write(stamp, wanted)?;
    Ok(home)
}
