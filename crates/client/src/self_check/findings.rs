use bridge::{Finding, Topic};
use jiff::{SignedDuration, Timestamp, Unit};

use super::facts::{Asked, Facts, Held};
use super::socket::socket;
use crate::error::ServerError;

/// Clocks that are further apart are worth a word.
const APART: SignedDuration = SignedDuration::from_secs(60);

/// What the facts mean.
pub fn findings(facts: &Facts, now: Timestamp) -> Vec<Finding> {
    let mut found = Vec::new();
    found.extend(facts.policy.as_ref().err().map(|why| Finding::bad(Topic::Policy, &*why.message)));
    match &facts.asked {
        Some(asked) => found.extend(road(asked)),
        None if facts.policy.is_ok() && facts.blocked.is_none() => {
            found.push(Finding::note(Topic::Session, "Nobody is signed in."));
        }
        None => {}
    }
    if let Some(held) = &facts.held {
        found.extend(facts.asked.as_ref().and_then(|asked| socket(asked, held)));
        found.push(coverage(held, now));
        found.extend(actions(held));
    }
    found.push(match &facts.keyring {
        Ok(()) => Finding::good(Topic::Keyring, "The keyring answers."),
        Err(why) => Finding::bad(Topic::Keyring, &*why.message),
    });
    found.extend(store(facts));
    found.extend(facts.asked.as_ref().and_then(|asked| asked.ahead).map(clock));
    found
}

/// From the name to the session. What stands in the way is said once, where it belongs.
fn road(asked: &Asked) -> Vec<Finding> {
    let trouble = asked.capabilities.as_ref().err();
    let place = trouble.map(topic);
    let good = [address(asked), Some(proxy(asked)), certificate(asked), server(asked), session(asked)];
    let good = good.into_iter().flatten().filter(|finding| place != Some(finding.topic));
    let bad = trouble.map(|error| Finding::bad(topic(error), error.fault(&asked.server).message));
    let mut found: Vec<_> = good.chain(bad).collect();
    found.sort_by_key(|finding| finding.topic);
    found
}

fn topic(error: &ServerError) -> Topic {
    match error {
        ServerError::UnknownHost => Topic::Address,
        ServerError::ProxyAbsent | ServerError::ProxySignIn | ServerError::ProxyRefused => Topic::Proxy,
        ServerError::Certificate => Topic::Certificate,
        _ => Topic::Server,
    }
}

fn address(asked: &Asked) -> Option<Finding> {
    let addresses: Vec<_> = asked.addresses.as_ref()?.iter().map(ToString::to_string).collect();
    Some(Finding::good(Topic::Address, format!("{} is {}.", asked.server.host(), addresses.join(", "))))
}

fn proxy(asked: &Asked) -> Finding {
    match &asked.proxy {
        Some(proxy) => Finding::good(Topic::Proxy, format!("Everything goes through {proxy}")),
        None => Finding::good(Topic::Proxy, "There is no proxy on the way."),
    }
}

fn certificate(asked: &Asked) -> Option<Finding> {
    if !asked.server.is_encrypted() {
        let says =
            "Nothing is encrypted on the way: the server's address begins with http. Use https if the server can.";
        return Some(Finding::note(Topic::Certificate, says));
    }
    asked.capabilities.as_ref().ok()?;
    let by = if asked.by_extra_authority { "the administrator's own authority (extra-ca)" } else { "this computer" };
    Some(Finding::good(Topic::Certificate, format!("The certificate of {} is trusted by {by}.", asked.server.host())))
}

fn server(asked: &Asked) -> Option<Finding> {
    let capabilities = asked.capabilities.as_ref().ok()?;
    let words: Vec<_> = capabilities.iter().filter_map(|one| serde_json::to_value(one).ok()).collect();
    let words: Vec<_> = words.iter().filter_map(|word| word.as_str()).collect();
    let more = if words.is_empty() { String::new() } else { format!(" It offers {}.", words.join(", ")) };
    Some(Finding::good(Topic::Server, format!("{} is TakeCare.{more}", asked.server.origin())))
}

fn session(asked: &Asked) -> Option<Finding> {
    asked.capabilities.as_ref().ok()?;
    Some(match &asked.session {
        Some(Ok(_)) => Finding::good(Topic::Session, "The server accepts the session."),
        Some(Err(error)) => Finding::bad(Topic::Session, error.fault(&asked.server).message),
        None => Finding::bad(Topic::Session, ServerError::SignedOut.fault(&asked.server).message),
    })
}

fn coverage(held: &Held, now: Timestamp) -> Finding {
    let Some(checked) = held.checked else {
        let says = "What is stored has not been compared with the server's since the start or the sign-in.";
        return Finding::note(Topic::Coverage, says);
    };
    let gap = held.gap.as_ref().map(|gap| {
        let (long, ended) = (length(gap.to.duration_since(gap.from)), ago(gap.to, now));
        format!(" Before, a gap of {long} was closed {ended}; {} came in it.", gap.arrived)
    });
    let gap = gap.unwrap_or_default();
    let checked = ago(checked, now);
    match held.covered_since {
        Some(since) => {
            let since = length(now.duration_since(since));
            let says =
                format!("What is stored was the server's {checked}. Nothing was missed in the last {since}.{gap}");
            Finding::good(Topic::Coverage, says)
        }
        None => {
            let says = format!("What is stored was the server's {checked}. What came since is not known here.{gap}");
            Finding::bad(Topic::Coverage, says)
        }
    }
}

fn actions(held: &Held) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(refused) = held.refused.filter(|refused| *refused > 0) {
        let says = format!("Refused by the server for good: {refused}. Their rows in the window say why.");
        found.push(Finding::note(Topic::Actions, says));
    }
    if held.pending > 0 {
        let says = format!("Not confirmed by the server yet: {}. They are sent again until they are.", held.pending);
        found.push(Finding::note(Topic::Actions, says));
    }
    if found.is_empty() {
        found.push(Finding::good(Topic::Actions, "Every action is confirmed by the server."));
    }
    found
}

/// A keyring or settings that stop everything have their own finding.
fn store(facts: &Facts) -> Option<Finding> {
    match (&facts.blocked, &facts.held) {
        (Some(why), _) if facts.policy.is_ok() && facts.keyring.is_ok() => {
            Some(Finding::bad(Topic::Store, &*why.message))
        }
        (None, Some(_)) => Some(Finding::good(Topic::Store, "The stored notifications can be read and written.")),
        _ => None,
    }
}

fn clock(ahead: SignedDuration) -> Finding {
    let way = if ahead.is_negative() { "behind" } else { "ahead of" };
    if ahead.abs() <= APART {
        return Finding::good(Topic::Clock, "The server's clock and this computer's agree.");
    }
    let apart = length(ahead.abs());
    Finding::note(
        Topic::Clock,
        format!("The server's clock is {apart} {way} this computer's: dates look wrong by as much."),
    )
}

fn ago(then: Timestamp, now: Timestamp) -> String {
    format!("{} ago", length(now.duration_since(then)))
}

/// In whole seconds below an hour, whole minutes above.
fn length(time: SignedDuration) -> String {
    let unit = if time.abs() < SignedDuration::from_hours(1) { Unit::Second } else { Unit::Minute };
    let rounded = time.round(unit).unwrap_or(time);
    format!("{rounded:#}")
}

#[cfg(test)]
mod tests;
