use axum::http::HeaderMap;
use axum::http::header::{AsHeaderName, HOST, ORIGIN, REFERER};
use axum_extra::extract::cookie::{Cookie, CookieJar};
use protocol::{CSRF_COOKIE, CSRF_HEADER};
use subtle::ConstantTimeEq;
use url::Url;

use crate::outside::Visit;
use crate::token;

/// Why a change is refused although the session may be fine (section 5.3), in the deployed server's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CsrfFault {
    /// It comes from another site's page.
    #[error("Origin checking failed - it does not match any trusted origins.")]
    ForeignOrigin,
    /// Over https every change has to say where it comes from (section 1.3).
    #[error("Referer checking failed - no Referer.")]
    NoReferer,
    /// It comes from another site's page, or from none.
    #[error("Referer checking failed - it does not match any trusted origins.")]
    ForeignReferer,
    /// No cookie, or not one of ours.
    #[error("CSRF cookie not set.")]
    CookieNotSet,
    /// Neither header nor form field.
    #[error("CSRF token missing.")]
    TokenMissing,
    /// Header or form field differ from the cookie.
    #[error("CSRF token from the 'X-Csrftoken' HTTP header incorrect.")]
    TokenIncorrect,
}

/// Whether a change comes from our own pages, or from a client that is no browser. The token may come back in a header or
/// in a form field.
pub fn check(visit: Visit, headers: &HeaderMap, in_form: Option<&str>) -> Result<(), CsrfFault> {
    check_source(visit, text(headers, HOST), text(headers, ORIGIN), text(headers, REFERER))?;
    let cookies = CookieJar::from_headers(headers);
    check_token(cookies.get(CSRF_COOKIE).map(Cookie::value), in_form.or_else(|| text(headers, CSRF_HEADER)))
}

fn text(headers: &HeaderMap, name: impl AsHeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// A scheme is compared only where ours is known to be https: a proxy may be before us of which we were not told.
fn check_source(
    visit: Visit,
    host: Option<&str>,
    origin: Option<&str>,
    referer: Option<&str>,
) -> Result<(), CsrfFault> {
    let is_ours = |address: &str| {
        let scheme = if visit.is_https { "https" } else { address.split(':').next().unwrap_or_default() };
        let own = host.and_then(|host| Url::parse(&format!("{scheme}://{host}")).ok());
        let given = Url::parse(address).ok().filter(Url::has_host);
        own.zip(given).is_some_and(|(own, given)| own.origin() == given.origin())
    };
    match (origin, referer) {
        (Some(origin), _) if is_ours(origin) => Ok(()),
        (Some(_), _) => Err(CsrfFault::ForeignOrigin),
        (None, _) if !visit.is_https => Ok(()),
        (None, None) => Err(CsrfFault::NoReferer),
        (None, Some(referer)) if is_ours(referer) => Ok(()),
        (None, Some(_)) => Err(CsrfFault::ForeignReferer),
    }
}

/// Compares the cookie with what came back: only our own pages can read the cookie. It comes back as it is, or masked as in
/// the pages that Django makes (section 1.1).
fn check_token(cookie: Option<&str>, returned: Option<&str>) -> Result<(), CsrfFault> {
    let cookie = cookie.filter(|value| token::is_well_formed(value)).ok_or(CsrfFault::CookieNotSet)?;
    let returned = returned.filter(|value| !value.is_empty()).ok_or(CsrfFault::TokenMissing)?;
    let plain = unmasked(returned.as_bytes()).unwrap_or_else(|| returned.as_bytes().to_vec());
    if bool::from(cookie.as_bytes().ct_eq(&plain)) { Ok(()) } else { Err(CsrfFault::TokenIncorrect) }
}

/// The token in a masked one, which is a mask and then the token, each letter moved on in Django's alphabet by the mask's: so
/// it is another one in every answer, against an attack on compressed pages.
fn unmasked(masked: &[u8]) -> Option<Vec<u8>> {
    const ALPHABET: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    let place = |letter: &u8| ALPHABET.iter().position(|other| other == letter);
    let (mask, moved) = masked.split_at_checked(token::LENGTH).filter(|(_, moved)| moved.len() == token::LENGTH)?;
    let letters = mask.iter().zip(moved).map(|(by, to)| {
        let from = (place(to)? + ALPHABET.len() - place(by)?) % ALPHABET.len();
        ALPHABET.get(from).copied()
    });
    letters.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "IfantyQ0ZlpSxjo2nBiHAudIJv1taT6c";

    #[test]
    fn the_cookie_must_come_back_unchanged() {
        assert_eq!(check_token(Some(OURS), Some(OURS)), Ok(()));
        assert_eq!(check_token(Some(OURS), Some(&OURS.to_lowercase())), Err(CsrfFault::TokenIncorrect));
        assert_eq!(check_token(Some(OURS), Some(&OURS[1..])), Err(CsrfFault::TokenIncorrect));
        assert_eq!(check_token(Some(OURS), Some("")), Err(CsrfFault::TokenMissing));
        assert_eq!(check_token(Some(OURS), None), Err(CsrfFault::TokenMissing));
    }

    #[test]
    fn it_may_come_back_masked() {
        let masked = "q7Zb0Xk3LmNpR5sTuVwY1a2c4d6e8fGhYcZojl0TAx27eeGLHmEvru5KDyXx8YCj";
        assert_eq!(check_token(Some(OURS), Some(masked)), Ok(()));
        assert_eq!(check_token(Some(OURS), Some(&masked.to_lowercase())), Err(CsrfFault::TokenIncorrect));
        assert_eq!(check_token(Some(OURS), Some(&masked.replace('Z', "-"))), Err(CsrfFault::TokenIncorrect));
    }

    #[test]
    fn a_cookie_that_is_not_ours_counts_as_none() {
        assert_eq!(check_token(None, Some(OURS)), Err(CsrfFault::CookieNotSet));
        assert_eq!(check_token(Some("short"), Some("short")), Err(CsrfFault::CookieNotSet));
        assert_eq!(check_token(Some(""), Some("")), Err(CsrfFault::CookieNotSet));
    }

    #[test]
    fn a_change_comes_from_our_own_pages() {
        use CsrfFault::{ForeignOrigin, ForeignReferer, NoReferer};
        let host = "hub.clinic.example:8443";
        for (is_https, origin, referer, expected) in [
            (true, Some("https://hub.clinic.example:8443"), None, Ok(())),
            (true, None, Some("https://hub.clinic.example:8443/accounts/login/"), Ok(())),
            (true, None, None, Err(NoReferer)),
            (true, Some("null"), None, Err(ForeignOrigin)),
            (true, Some("http://hub.clinic.example:8443"), None, Err(ForeignOrigin)),
            (true, Some("https://hub.clinic.example"), None, Err(ForeignOrigin)),
            (true, Some("https://evil.example"), Some("https://hub.clinic.example:8443/"), Err(ForeignOrigin)),
            (true, None, Some("http://hub.clinic.example:8443/"), Err(ForeignReferer)),
            (true, None, Some("https://hub.clinic.example:8443@evil.example/"), Err(ForeignReferer)),
            (true, None, Some("nonsense"), Err(ForeignReferer)),
            (false, None, None, Ok(())),
            (false, None, Some("https://evil.example/"), Ok(())),
            (false, Some("http://hub.clinic.example:8443"), None, Ok(())),
            (false, Some("https://hub.clinic.example:8443"), None, Ok(())),
            (false, Some("http://evil.example"), None, Err(ForeignOrigin)),
            (false, Some("null"), None, Err(ForeignOrigin)),
        ] {
            let visit = Visit { address: std::net::Ipv4Addr::LOCALHOST.into(), is_https };
            assert_eq!(check_source(visit, Some(host), origin, referer), expected, "{is_https} {origin:?} {referer:?}");
        }
    }
}
