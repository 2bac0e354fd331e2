use bridge::{Finding, Topic};
use jiff::{SignedDuration, Timestamp, Unit};
use language::{Phrase, say};

use super::facts::{Asked, Facts, Held};
use super::socket::socket;
use crate::error::ServerError;

/// Clocks that are further apart are worth a word.
const APART: SignedDuration = SignedDuration::from_secs(60);

/// What the facts mean.
pub fn findings(facts: &Facts, now: Timestamp) -> Vec<Finding> {
    let mut found = Vec::new();
    found.extend(facts.policy.as_ref().err().map(|why| Finding::bad(Topic::Policy, why.message.clone())));
    match &facts.asked {
        Some(asked) => found.extend(road(asked)),
        None if facts.policy.is_ok() && facts.blocked.is_none() => {
            found.push(Finding::note(Topic::Session, say::check_nobody()));
        }
        None => {}
    }
    if let Some(held) = &facts.held {
        found.extend(facts.asked.as_ref().and_then(|asked| socket(asked, held)));
        found.push(coverage(held, now));
        found.extend(actions(held));
    }
    found.push(match &facts.keyring {
        Ok(()) => Finding::good(Topic::Keyring, say::check_keyring()),
        Err(why) => Finding::bad(Topic::Keyring, why.message.clone()),
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
    Some(Finding::good(Topic::Address, say::check_address(addresses.join(", "), asked.server.host())))
}

fn proxy(asked: &Asked) -> Finding {
    match &asked.proxy {
        Some(proxy) => Finding::good(Topic::Proxy, say::check_proxy(proxy.as_str())),
        None => Finding::good(Topic::Proxy, say::check_no_proxy()),
    }
}

fn certificate(asked: &Asked) -> Option<Finding> {
    if !asked.server.is_encrypted() {
        return Some(Finding::note(Topic::Certificate, say::check_plain()));
    }
    asked.capabilities.as_ref().ok()?;
    let host = asked.server.host();
    let by = if asked.by_extra_authority { say::check_trusted_extra(host) } else { say::check_trusted(host) };
    Some(Finding::good(Topic::Certificate, by))
}

fn server(asked: &Asked) -> Option<Finding> {
    let capabilities = asked.capabilities.as_ref().ok()?;
    let words: Vec<_> = capabilities.iter().filter_map(|one| serde_json::to_value(one).ok()).collect();
    let words: Vec<_> = words.iter().filter_map(|word| word.as_str()).collect();
    let server = asked.server.origin();
    Some(Finding::good(
        Topic::Server,
        if words.is_empty() { say::check_server(server) } else { say::check_server_offers(words.join(", "), server) },
    ))
}

fn session(asked: &Asked) -> Option<Finding> {
    asked.capabilities.as_ref().ok()?;
    Some(match &asked.session {
        Some(Ok(_)) => Finding::good(Topic::Session, say::check_session()),
        Some(Err(error)) => Finding::bad(Topic::Session, error.fault(&asked.server).message),
        None => Finding::bad(Topic::Session, ServerError::SignedOut.fault(&asked.server).message),
    })
}

fn coverage(held: &Held, now: Timestamp) -> Finding {
    let Some(checked) = held.checked else {
        return Finding::note(Topic::Coverage, say::check_uncompared());
    };
    let gap = held.gap.as_ref().map(|gap| {
        let long = length(gap.to.duration_since(gap.from));
        say::check_gap(gap.arrived, ago(gap.to, now), long)
    });
    let checked = ago(checked, now);
    let with_gap = |says| Phrase::several([says].into_iter().chain(gap).collect(), " ");
    match held.covered_since {
        Some(since) => {
            let since = length(now.duration_since(since));
            Finding::good(Topic::Coverage, with_gap(say::check_covered(checked, since)))
        }
        None => Finding::bad(Topic::Coverage, with_gap(say::check_uncovered(checked))),
    }
}

fn actions(held: &Held) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(refused) = held.refused.filter(|refused| *refused > 0) {
        found.push(Finding::note(Topic::Actions, say::check_refused(refused)));
    }
    if held.pending > 0 {
        found.push(Finding::note(Topic::Actions, say::check_pending(held.pending)));
    }
    if found.is_empty() {
        found.push(Finding::good(Topic::Actions, say::check_confirmed()));
    }
    found
}

/// A keyring or settings that stop everything have their own finding.
fn store(facts: &Facts) -> Option<Finding> {
    match (&facts.blocked, &facts.held) {
        (Some(why), _) if facts.policy.is_ok() && facts.keyring.is_ok() => {
            Some(Finding::bad(Topic::Store, why.message.clone()))
        }
        (None, Some(_)) => Some(Finding::good(Topic::Store, say::check_store())),
        _ => None,
    }
}

fn clock(ahead: SignedDuration) -> Finding {
    if ahead.abs() <= APART {
        return Finding::good(Topic::Clock, say::check_clock());
    }
    let apart = length(ahead.abs());
    let says = if ahead.is_negative() { say::check_clock_behind(apart) } else { say::check_clock_ahead(apart) };
    Finding::note(Topic::Clock, says)
}

fn ago(then: Timestamp, now: Timestamp) -> Phrase {
    say::ago(length(now.duration_since(then)))
}

/// In whole seconds below an hour, whole minutes above.
fn length(time: SignedDuration) -> Phrase {
    let unit = if time.abs() < SignedDuration::from_hours(1) { Unit::Second } else { Unit::Minute };
    let seconds = time.round(unit).unwrap_or(time).unsigned_abs().as_secs();
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => say::length_seconds(seconds),
        (0, minutes, 0) => say::length_minutes(minutes),
        (0, minutes, seconds) => say::length_minutes_seconds(minutes, seconds),
        (hours, 0, _) => say::length_hours(hours),
        (hours, minutes, _) => say::length_hours_minutes(hours, minutes),
    }
}

#[cfg(test)]
mod tests;
