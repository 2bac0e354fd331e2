use jiff::fmt::rfc2822;
use jiff::{SignedDuration, Timestamp};
use reqwest::header::{DATE, HeaderMap, SET_COOKIE};

/// The clock of a server as an answer shows it: in its `Date`, which the deployed server does not send, else in a
/// cookie that says both when it ends and how long it lives (protocol.md, section 1.4).
pub fn shown(headers: &HeaderMap) -> Option<Timestamp> {
    let date = headers.get(DATE).and_then(|date| moment(date.to_str().ok()?));
    let cookies = headers.get_all(SET_COOKIE).iter().filter_map(|header| header.to_str().ok());
    date.or_else(|| cookies.filter_map(set_at).next())
}

fn set_at(cookie: &str) -> Option<Timestamp> {
    let value = |name: &str| {
        let mut parts = cookie.split(';').filter_map(|part| part.trim().split_once('='));
        parts.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    };
    let lives = SignedDuration::from_secs(value("Max-Age")?.parse().ok()?);
    moment(value("expires")?)?.checked_sub(lives).ok()
}

fn moment(text: &str) -> Option<Timestamp> {
    rfc2822::parse(text).ok().map(|moment| moment.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From protocol.md, section 1.1.
    const COOKIE: &str =
        "csrftoken=IfantyQ0; expires=Sun, 21 Nov 2027 12:21:40 GMT; Max-Age=31449600; Path=/; SameSite=Lax";

    #[test]
    fn the_deployed_servers_clock_is_read_from_its_cookies() {
        let headers = [(SET_COOKIE, "messages=; Path=/".parse().unwrap()), (SET_COOKIE, COOKIE.parse().unwrap())];
        assert_eq!(shown(&headers.into_iter().collect()), Some("2026-11-22T12:21:40Z".parse().unwrap()));
    }

    #[test]
    fn a_date_says_it_plainly_and_nothing_is_guessed() {
        let date = HeaderMap::from_iter([(DATE, "Sun, 22 Nov 2026 12:00:00 GMT".parse().unwrap())]);
        assert_eq!(shown(&date), Some("2026-11-22T12:00:00Z".parse().unwrap()));
        assert_eq!(shown(&HeaderMap::from_iter([(DATE, "yesterday".parse().unwrap())])), None);
    }
}
