//! One round of telling the server by REST what the user did.

use protocol::{NotificationId, Row};
use store::Pending;

use crate::account::Cookies;
use crate::error::ServerError;
use crate::rest::Rest;

/// What a round came to.
#[derive(Debug, Default)]
pub struct Round {
    /// The rows with which the server answered actions that it does once: these are done.
    pub answered: Vec<(Pending, Row)>,
    /// How many it took without a proof, which the next check has to find.
    pub unverified: usize,
    /// The server has these no longer.
    pub gone: Vec<NotificationId>,
    /// These it will never do.
    pub refused: Vec<Pending>,
    /// What ended the round before its end, because it would end every other action too; the rest is tried again.
    pub stopped: Option<ServerError>,
}

impl Round {
    /// Sends one after the other in their order; with their keys when the server does each key once.
    pub async fn of(rest: &Rest, cookies: &Cookies, actions: &[Pending], once: bool) -> Self {
        let mut round = Self::default();
        for action in actions {
            let done = if once {
                rest.set_once(cookies, action).await.map(|row| round.answered.push((*action, row)))
            } else {
                rest.mark(cookies, action.id, action.wanted).await.map(|()| round.unverified += 1)
            };
            match done {
                Ok(()) => {}
                Err(ServerError::NotFound) => round.gone.push(action.id),
                Err(error) if error.bars_the_way() => {
                    round.stopped = Some(error);
                    return round;
                }
                Err(error) if error.is_passing() => {
                    // It stays pending and is tried again; others may go through.
                    tracing::info!(%error, "an action was not done yet");
                    round.unverified += 1;
                }
                Err(_) => round.refused.push(*action),
            }
        }
        round
    }
}
