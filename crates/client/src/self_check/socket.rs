use bridge::{Finding, Link, Topic};

use super::facts::{Asked, Held, Newest};
use crate::error::ServerError;
use crate::link::Ended;
use crate::session::CHECK_EVERY;

/// Why there is a socket, or none; nothing while nobody is signed in or the server can't be asked.
pub fn socket(asked: &Asked, held: &Held) -> Option<Finding> {
    let newest = asked.session.as_ref()?.as_ref().ok()?;
    if let Link::Live { .. } = held.link {
        return Some(Finding::good(Topic::Socket, "The socket is open: news comes at once."));
    }
    let host = asked.server.host();
    let every = CHECK_EVERY.as_secs();
    let meanwhile = format!("Meanwhile the desktop checks every {every} s, and nothing is missed.");
    Some(match &held.ended {
        Some(Ended::Refused) => Finding::bad(
            Topic::Socket,
            format!(
                "The server refuses the socket though the session is good: it does not take the Origin {}. Add {host} to ALLOWED_HOSTS on the server. {meanwhile}",
                asked.server.origin()
            ),
        ),
        Some(Ended::Crashed) => Finding::bad(Topic::Socket, format!("{} {meanwhile}", crashed(*newest))),
        Some(Ended::Failed(ServerError::NotTakeCare)) => Finding::bad(
            Topic::Socket,
            format!(
                "Something on the way to {host} answers the socket itself. Let WebSockets through the proxy or firewall. {meanwhile}"
            ),
        ),
        Some(Ended::Failed(error)) => {
            Finding::note(Topic::Socket, format!("No socket: {} {meanwhile}", error.fault(&asked.server)))
        }
        Some(Ended::Silent) => {
            Finding::note(Topic::Socket, "The last socket went silent and was given up; a new one is being opened.")
        }
        Some(Ended::Closed) | None => Finding::note(Topic::Socket, "The socket is being opened."),
    })
}

/// protocol.md, section 3.4.
fn crashed(newest: Newest) -> String {
    let Newest { rows, undelivered } = newest;
    let which = match undelivered {
        0 => format!("None of the newest {rows} rows has `delivered_at` null, so an older or a deleted one must."),
        _ => format!("Of the newest {rows} rows, {undelivered} have `delivered_at` null."),
    };
    format!(
        "The server accepts the socket and closes it with an error (1011): its replay of undelivered notifications is broken. {which} Reading or marking them does not help: on the server, set their `delivered_at` or delete them for good; repairing the replay cures it for ever."
    )
}
