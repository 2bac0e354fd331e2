use subtle::ConstantTimeEq;

use crate::token;

/// Why a change is refused although the session may be fine (section 5.3), in the deployed server's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CsrfFault {
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

/// Compares the cookie with what came back in header or form: only our own pages can read the cookie.
///
/// The deployed server masks the token in its form against an attack on compressed pages. This one compresses none,
/// so the form carries the cookie's value, which the deployed server accepts as well.
pub fn check(cookie: Option<&str>, returned: Option<&str>) -> Result<(), CsrfFault> {
    let cookie = cookie.filter(|value| token::is_well_formed(value)).ok_or(CsrfFault::CookieNotSet)?;
    let returned = returned.filter(|value| !value.is_empty()).ok_or(CsrfFault::TokenMissing)?;
    if bool::from(cookie.as_bytes().ct_eq(returned.as_bytes())) { Ok(()) } else { Err(CsrfFault::TokenIncorrect) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "IfantyQ0ZlpSxjo2nBiHAudIJv1taT6c";

    #[test]
    fn the_cookie_must_come_back_unchanged() {
        assert_eq!(check(Some(OURS), Some(OURS)), Ok(()));
        assert_eq!(check(Some(OURS), Some(&OURS.to_lowercase())), Err(CsrfFault::TokenIncorrect));
        assert_eq!(check(Some(OURS), Some(&OURS[1..])), Err(CsrfFault::TokenIncorrect));
        assert_eq!(check(Some(OURS), Some("")), Err(CsrfFault::TokenMissing));
        assert_eq!(check(Some(OURS), None), Err(CsrfFault::TokenMissing));
    }

    #[test]
    fn a_cookie_that_is_not_ours_counts_as_none() {
        assert_eq!(check(None, Some(OURS)), Err(CsrfFault::CookieNotSet));
        assert_eq!(check(Some("short"), Some("short")), Err(CsrfFault::CookieNotSet));
        assert_eq!(check(Some(""), Some("")), Err(CsrfFault::CookieNotSet));
    }
}
