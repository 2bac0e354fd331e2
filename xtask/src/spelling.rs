use anyhow::Result;

use crate::{command, programs};

/// The spelling checker, as PyPI has it; a fixed version, so that new words of its own never break an old commit.
const TYPOS: &str = "typos==1.52.0";

/// Looks for misspelt words; `typos.toml` names the exceptions.
pub fn check() -> Result<()> {
    let (home, pip, typos) = (programs::target()?.join("tools/typos"), "bin/pip", "bin/typos");
    if !home.join(typos).exists() {
        command::run(command::at_root("python3", &["-m", "venv"]).arg(&home))?;
        let mut install = command::at_root(&home.join(pip).to_string_lossy(), &["install", "--quiet", TYPOS]);
        command::run(&mut install)?;
    }
    command::run(&mut command::at_root(&home.join(typos).to_string_lossy(), &["--config", "typos.toml", "."]))
}
