//! Why things are as they are, for an administrator: facts are gathered, and a pure function says what they mean.

mod delivery;
mod facts;
mod findings;
mod socket;

use std::sync::Arc;

use bridge::{Answer, Link};
use jiff::Timestamp;

use crate::engine::{Engine, Reply, respond};
use crate::{error, home};

pub use delivery::Delivery;
use facts::{Asked, Facts, Held};

impl Engine {
    /// Looks at everything, beside the loop.
    pub(crate) fn self_check(&mut self, reply: Reply) {
        let (network, vault) = (self.setup.network.clone(), Arc::clone(&self.setup.vault));
        let state = self.state();
        let held = self.desk.as_mut().map(|desk| Held::of(desk, &state));
        let account = self.desk.as_ref().map(|desk| desk.account.clone());
        tokio::spawn(async move {
            let keyring = tokio::task::spawn_blocking(move || home::remembered(&*vault).map(|_| ()));
            let asked = async {
                match (account, &network) {
                    (Some(account), Ok(network)) => Some(Asked::gather(account, network).await),
                    _ => None,
                }
            };
            let (keyring, asked) = tokio::join!(keyring, asked);
            let keyring = keyring.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
            let facts = Facts {
                policy: network.map(|_| ()),
                keyring: keyring.map_err(|error| error::vault_fault(&error)),
                blocked: match state.link {
                    Link::Blocked { why } => Some(why),
                    _ => None,
                },
                asked,
                held,
            };
            respond(reply, Ok(Answer::Findings(findings::findings(&facts, Timestamp::now()))));
        });
    }
}
