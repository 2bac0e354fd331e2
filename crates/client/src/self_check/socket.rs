use bridge::{Finding, Link, Topic};

use language::{Phrase, say};

use super::facts::{Asked, Held, Newest};
use crate::error::ServerError;
use crate::link::Ended;
use crate::session::CHECK_EVERY;

/// Why there is a socket, or none; nothing while nobody is signed in or the server can't be asked.
pub fn socket(asked: &Asked, held: &Held) -> Option<Finding> {
    let newest = asked.session.as_ref()?.as_ref().ok()?;
    if let Link::Live { .. } = held.link {
        return Some(Finding::good(Topic::Socket, say::check_socket()));
    }
    let host = asked.server.host();
    let meanwhile = |what| Phrase::several(vec![what, say::check_meanwhile(CHECK_EVERY.as_secs())], " ");
    Some(match &held.ended {
        Some(Ended::Refused) => {
            Finding::bad(Topic::Socket, meanwhile(say::check_socket_origin(host, asked.server.origin())))
        }
        Some(Ended::Crashed) => Finding::bad(Topic::Socket, meanwhile(crashed(*newest))),
        Some(Ended::Failed(ServerError::NotTakeCare)) => {
            Finding::bad(Topic::Socket, meanwhile(say::check_socket_intercepted(host)))
        }
        Some(Ended::Failed(error)) => {
            let why = error.fault(&asked.server).message;
            Finding::note(Topic::Socket, meanwhile(say::check_socket_failed(why)))
        }
        Some(Ended::Silent) => Finding::note(Topic::Socket, say::check_socket_silent()),
        Some(Ended::Closed) | None => Finding::note(Topic::Socket, say::check_socket_opening()),
    })
}

/// protocol.md, section 3.4.
fn crashed(Newest { rows, undelivered }: Newest) -> Phrase {
    say::check_socket_crashed(match undelivered {
        0 => say::check_undelivered_none(rows),
        _ => say::check_undelivered(rows, undelivered),
    })
}
