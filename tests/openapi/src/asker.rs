use protocol::{CSRF_COOKIE, CSRF_HEADER, SESSION_COOKIE};
use visitor::Visitor;

use crate::Clinic;
use crate::clinic::{HELENA, JAN, PASSWORD};

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// Helena, who may write to others, in a browser.
    Staff,
    /// Jan, who may not, in a browser.
    Patient,
    /// A service whose token has every scope.
    Service,
    /// Somebody who shows nothing.
    Nobody,
}

impl Asker {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Staff, Self::Patient, Self::Service, Self::Nobody];

    /// The headers by which the hub knows them.
    pub async fn headers(self, clinic: &Clinic) -> Vec<String> {
        match self {
            Self::Staff => session(clinic, HELENA).await,
            Self::Patient => session(clinic, JAN).await,
            Self::Service => vec![format!("Authorization: Bearer {}", clinic.token)],
            Self::Nobody => vec![],
        }
    }

    /// What they leave alone: who signs out has nothing to ask any more. Nobody signs out as well.
    pub fn leaves_alone(self) -> Option<&'static str> {
        matches!(self, Self::Staff | Self::Patient).then_some("signOut")
    }
}

async fn session(clinic: &Clinic, email: &str) -> Vec<String> {
    let visitor = Visitor::new(clinic.base_url());
    assert_eq!(visitor.sign_in(email, PASSWORD).await.status(), 302, "{email} can sign in");
    let (session, csrf) = (visitor.cookie(SESSION_COOKIE).unwrap(), visitor.cookie(CSRF_COOKIE).unwrap());
    vec![format!("Cookie: {SESSION_COOKIE}={session}; {CSRF_COOKIE}={csrf}"), format!("{CSRF_HEADER}: {csrf}")]
}
