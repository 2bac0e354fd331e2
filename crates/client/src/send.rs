//! One round of telling the server what the user did.

use protocol::NotificationId;
use store::Pending;

use crate::account::Cookies;
use crate::error::ServerError;
use crate::rest::Rest;

/// What a round came to. What is in none of these lists was taken, which the next check has to prove.
#[derive(Debug, Default)]
pub struct Round {
    /// The server has these no longer.
    pub gone: Vec<NotificationId>,
    /// These it will never do.
    pub refused: Vec<Pending>,
    /// What ended the round before its end, because it would end every other action too; the rest is tried again.
    pub stopped: Option<ServerError>,
}

/// Sends by REST, one after the other in their order.
pub async fn send(rest: &Rest, cookies: &Cookies, actions: &[Pending]) -> Round {
    let mut round = Round::default();
    for action in actions {
        match rest.mark(cookies, action.id, action.wanted).await {
            Ok(()) => {}
            Err(ServerError::NotFound) => round.gone.push(action.id),
            Err(error) if error.bars_the_way() => {
                round.stopped = Some(error);
                return round;
            }
            // It stays pending and is tried again; others may go through.
            Err(error) if error.is_passing() => tracing::info!(%error, "an action was not done yet"),
            Err(_) => round.refused.push(*action),
        }
    }
    round
}
