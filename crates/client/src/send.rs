//! One round of telling the server what the user did.

use protocol::{NotificationId, Status};
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
    pub refused: Vec<NotificationId>,
    /// What ended the round before its end; the rest is tried again.
    pub stopped: Option<ServerError>,
}

/// Sends by REST, one after the other in their order.
pub async fn send(rest: &Rest, cookies: &Cookies, actions: &[Pending]) -> Round {
    let mut round = Round::default();
    for action in actions {
        match rest.mark(cookies, action.id, action.wanted).await {
            Ok(()) => {}
            Err(ServerError::NotFound) => round.gone.push(action.id),
            Err(error) if error == ServerError::SignedOut || error.is_passing() => {
                round.stopped = Some(error);
                return round;
            }
            Err(_) => round.refused.push(action.id),
        }
    }
    round
}

/// Whether the socket can carry an action: it knows one verb only (protocol.md, section 4).
pub fn fits_socket(action: &Pending) -> bool {
    action.wanted == Status::Read
}
