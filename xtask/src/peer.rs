use std::fs;

use anyhow::Result;

use crate::{command, programs};

/// Makes the Python environment that the peer runs in, unless it is there with the same requirements.
pub fn prepare() -> Result<()> {
    let requirements = command::root().join("tests/peer/server/requirements.txt");
    let wanted = fs::read_to_string(&requirements)?;
    let home = programs::target()?.join("peer-venv");
    // Written last, so a half-made environment is made again; the peer looks at it too.
    let stamp = home.join("requirements.txt");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    command::run(command::at_root("python3", &["-m", "venv", "--clear"]).arg(&home))?;
    let pip = home.join("bin/pip");
    let install = ["install", "--quiet", "--disable-pip-version-check", "--requirement"];
    command::run(command::at_root(&pip.to_string_lossy(), &install).arg(&requirements))?;
    Ok(fs::write(stamp, wanted)?)
}
