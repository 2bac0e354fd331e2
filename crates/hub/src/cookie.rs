use axum::http::HeaderValue;
use axum::http::header::InvalidHeaderValue;
use jiff::{SignedDuration, Timestamp};
use protocol::{CSRF_COOKIE, SESSION_COOKIE};

use crate::sessions;

/// How long a CSRF cookie lasts: 52 weeks (section 1.1).
const CSRF_LIFE: SignedDuration = SignedDuration::from_hours(52 * 7 * 24);

/// `Set-Cookie` for the CSRF token, spelt as the deployed server does (section 1.1).
pub fn csrf(token: &str, now: Timestamp) -> Result<HeaderValue, InvalidHeaderValue> {
    HeaderValue::try_from(format!("{CSRF_COOKIE}={token}; {}; Path=/; SameSite=Lax", life(CSRF_LIFE, now)))
}

/// `Set-Cookie` for a new session (section 1.1).
pub fn session(key: &str, now: Timestamp) -> Result<HeaderValue, InvalidHeaderValue> {
    let [expires, max_age] = [expires(sessions::LIFE, now), max_age(sessions::LIFE)];
    HeaderValue::try_from(format!("{SESSION_COOKIE}={key}; {expires}; HttpOnly; {max_age}; Path=/; SameSite=Lax"))
}

/// `Set-Cookie` that takes a session away (section 1.4).
pub fn no_session() -> HeaderValue {
    HeaderValue::from_static("sessionid=\"\"; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Lax")
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
        let now = "2026-11-22T12:21:40Z".parse().unwrap();
        assert_eq!(
            csrf("IfantyQ0ZlpSxjo2nBiHAudIJv1taT6c", now).unwrap(),
            "csrftoken=IfantyQ0ZlpSxjo2nBiHAudIJv1taT6c; expires=Sun, 21 Nov 2027 12:21:40 GMT; Max-Age=31449600; \
             Path=/; SameSite=Lax"
        );
        assert_eq!(
            session("nkaz90gu1wu130tfftmdmtzn0keb87nk", now).unwrap(),
            "sessionid=nkaz90gu1wu130tfftmdmtzn0keb87nk; expires=Sun, 06 Dec 2026 12:21:40 GMT; HttpOnly; \
             Max-Age=1209600; Path=/; SameSite=Lax"
        );
    }
}
