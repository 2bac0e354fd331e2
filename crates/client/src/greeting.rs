use std::sync::Arc;

use protocol::{Capability, Wants};
use tokio::sync::OnceCell;

use crate::error::ServerError;
use crate::rest::Rest;

/// What the server does beyond the deployed wire: asked once, by whoever needs it first, and known to all from then on.
#[derive(Clone, Default)]
pub struct Greeting(Arc<OnceCell<Abilities>>);

/// What the client makes use of (`docs/capabilities.md`). The deployed server has none of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Abilities {
    /// It tells what changed since a cursor.
    pub changes: bool,
    /// It does an action with a key once, and answers with the row.
    pub action_ids: bool,
    /// What it has for sockets.
    pub wants: Wants,
}

impl Greeting {
    /// Asks, if nobody did.
    ///
    /// # Errors
    /// What the server or the way to it said; then it is asked again the next time.
    pub async fn ask(&self, rest: &Rest) -> Result<Abilities, ServerError> {
        let ask = async || match rest.status().await {
            Ok(status) => Ok(Abilities::of(&status.capabilities)),
            // It has no word for this; what it says to other questions counts.
            Err(ServerError::NotFound) => Ok(Abilities::default()),
            Err(error) => Err(error),
        };
        self.0.get_or_try_init(ask).await.copied()
    }

    /// What is known by now.
    pub fn known(&self) -> Option<Abilities> {
        self.0.get().copied()
    }
}

impl Abilities {
    fn of(capabilities: &[Capability]) -> Self {
        Self {
            changes: capabilities.contains(&Capability::Changes),
            action_ids: capabilities.contains(&Capability::ActionIds),
            wants: Wants::all_of(capabilities),
        }
    }
}
