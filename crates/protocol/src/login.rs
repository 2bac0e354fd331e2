use std::fmt;

use serde::{Deserialize, Serialize};

/// The addresses of sign-in and sign-out, below the server's base address (sections 1.1 and 1.4).
pub mod paths {
    /// `GET` sets the CSRF cookie, `POST` of a [`super::LoginForm`] answers 302 with a session, or 200 without one.
    pub const LOGIN: &str = "/accounts/login/";
    /// `GET` ends the session and answers 302.
    pub const LOGOUT: &str = "/accounts/logout/";
}

/// The body of the sign-in `POST`, form-encoded (section 1.1). The password is never printed.
#[derive(Clone, Serialize, Deserialize)]
pub struct LoginForm {
    /// The e-mail address, compared to the letter (section 1.2).
    #[serde(default)]
    pub email: String,
    /// The password.
    #[serde(default)]
    pub password: String,
    /// The value of the CSRF cookie; not needed when the header carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub csrfmiddlewaretoken: Option<String>,
}

impl fmt::Debug for LoginForm {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("LoginForm").finish_non_exhaustive()
    }
}
