use axum::http::HeaderValue;
use axum::http::header::InvalidHeaderValue;
use jiff::{SignedDuration, Timestamp};
use protocol::{CSRF_COOKIE, SESSION_COOKIE};

use crate::outside::Visit;
use crate::sessions;

/// How long a CSRF cookie lasts: 52 weeks (section 1.1).
const CSRF_LIFE: SignedDuration = SignedDuration::from_hours(52 * 7 * 24);

/// `Set-Cookie` for the CSRF token, spelt as the deployed server does (section 1.1).
pub fn csrf(token: &str, visit: Visit, now: Timestamp) -> Result<HeaderValue, InvalidHeaderValue> {
    let life = life(CSRF_LIFE, now);
    HeaderValue::try_from(format!("{CSRF_COOKIE}={token}; {life}; Path=/; SameSite=Lax{}", secure(visit)))
}

/// `Set-Cookie` for a new session (section 1.1).
pub fn session(key: &str, visit: Visit, now: Timestamp) -> Result<HeaderValue, InvalidHeaderValue> {
    let [expires, max_age] = [expires(sessions::LIFE, now), max_age(sessions::LIFE)];
    let secure = secure(visit);
    HeaderValue::try_from(format!(
        "{SESSION_COOKIE}={key}; {expires}; HttpOnly; {max_age}; Path=/; SameSite=Lax{secure}"
    ))
}

/// `Set-Cookie` that takes a session away (section 1.4).
pub fn no_session() -> HeaderValue {
    HeaderValue::from_static("sessionid=\"\"; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Lax")
}

/// A cookie that was given over https never travels in the clear.
fn secure(visit: Visit) -> &'static str {
    if visit.is_https { "; Secure" } else { "" }
}

fn life(life: SignedDuration, now: Timestamp) -> String {
    format!("{}; {}", expires(life, now), max_age(life))
}

fn expires(life: SignedDuration, now: Timestamp) -> String {
    (now + life).strftime("expires=%a, %d %b %Y %H:%M:%S GMT").to_string()
}

fn max_age(life: SignedDuration) -> String {
    format!("Max-Age={}", life.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelt_as_measured() {
        let visit = Visit { address: std::net::Ipv4Addr::LOCALHOST.into(), is_https: false };
        let now = "2026-11-22T12:21:40Z".parse().unwrap();
        assert_eq!(
            csrf("IfantyQ0ZlpSxjo2nBiHAudIJv1taT6c", visit, now).unwrap(),
            "csrftoken=IfantyQ0ZlpSxjo2nBiHAudIJv1taT6c; expires=Sun, 21 Nov 2027 12:21:40 GMT; Max-Age=31449600; \
             Path=/; SameSite=Lax"
        );
        assert_eq!(
            session("nkaz90gu1wu130tfftmdmtzn0keb87nk", visit, now).unwrap(),
            "sessionid=nkaz90gu1wu130tfftmdmtzn0keb87nk; expires=Sun, 06 Dec 2026 12:21:40 GMT; HttpOnly; \
             Max-Age=1209600; Path=/; SameSite=Lax"
        );
    }

    #[test]
    fn over_https_they_stay_there() {
        let visit = Visit { address: std::net::Ipv4Addr::LOCALHOST.into(), is_https: true };
        let now = Timestamp::UNIX_EPOCH;
        for cookie in [csrf("token", visit, now), session("key", visit, now)] {
            assert!(cookie.unwrap().to_str().unwrap().ends_with("; SameSite=Lax; Secure"));
        }
    }
}
