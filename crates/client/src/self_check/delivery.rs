//! A notification that the server is asked for, followed until it is here.

use std::time::{Duration, Instant};

use bridge::{Answer, Fault, Finding, Topic};
use language::say;
use protocol::NotificationId;

use crate::answer::nobody;
use crate::engine::{Engine, Errand, Reply, respond};
use crate::error::ServerError;
use crate::rest::Rest;

/// A poll more than the socket needs.
const PATIENCE: Duration = Duration::from_secs(45);

/// A test notification that is on its way.
pub struct Delivery {
    id: NotificationId,
    sent: Instant,
    reply: Reply,
}

impl Engine {
    /// Asks the server for a test notification.
    pub(crate) fn send_test(&mut self, reply: Reply) {
        let Some(account) = self.desk.as_ref().map(|desk| desk.account.clone()) else {
            return respond(reply, Err(nobody()));
        };
        let network = match &self.setup.network {
            Ok(network) => network.clone(),
            Err(why) => return respond(reply, Err(why.clone())),
        };
        let sent = Instant::now();
        self.errands.spawn(async move {
            let asked = async {
                let cookies = account.cookies.as_ref().ok_or(ServerError::SignedOut)?;
                Rest::new(account.server.clone(), &network)?.send_test(cookies).await
            };
            Errand::TestSent(asked.await.map_err(|error| error.fault(&account.server)), sent, reply)
        });
    }

    /// The server has answered. What the socket brought may have come before.
    pub(crate) fn test_sent(&mut self, id: Result<NotificationId, Fault>, sent: Instant, reply: Reply) {
        match id {
            Ok(id) => {
                if let Some(before) = self.delivery.replace(Delivery { id, sent, reply }) {
                    tell(before.reply, Finding::note(Topic::Delivery, say::check_test_again()));
                }
            }
            Err(why) => tell(reply, Finding::bad(Topic::Delivery, why.message)),
        }
    }

    /// Answers when it is here, or late.
    pub(crate) fn follow_delivery(&mut self, now: Instant) {
        let Some(delivery) = self.delivery.take() else { return };
        let took = now.saturating_duration_since(delivery.sent);
        if self.has(delivery.id) {
            let tenths = took.as_millis().div_ceil(100) as u64;
            let says = say::check_test_back(tenths / 10, tenths % 10);
            tell(delivery.reply, Finding::good(Topic::Delivery, says));
        } else if took >= PATIENCE {
            tell(delivery.reply, Finding::bad(Topic::Delivery, say::check_test_lost()));
        } else {
            self.delivery = Some(delivery);
        }
    }

    /// When a delivery is late.
    pub(crate) fn delivery_is_late(&self) -> Option<Instant> {
        self.delivery.as_ref().map(|delivery| delivery.sent + PATIENCE)
    }

    fn has(&mut self, id: NotificationId) -> bool {
        let Ok(opened) = self.opened() else { return false };
        opened.store.holds(id).unwrap_or_else(|error| {
            tracing::warn!(%error, "a test notification can't be looked for");
            false
        })
    }
}

fn tell(reply: Reply, finding: Finding) {
    respond(reply, Ok(Answer::Findings(vec![finding])));
}
