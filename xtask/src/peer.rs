use anyhow::Result;

use crate::environment;

/// Makes the Python environment that the peer runs in.
pub fn prepare() -> Result<()> {
    environment::make("peer-venv", "tests/peer/server/requirements.txt").map(drop)
}
