use secrecy::{ExposeSecret, SecretSlice, SecretString};
use serde::{Deserialize, Serialize};
use store::AccountId;
use zeroize::Zeroizing;

use crate::server::Server;

/// Who is signed in, where, and with which session. It lives in the keyring only: no file names a person.
#[derive(Clone)]
pub struct Account {
    /// The server.
    pub server: Server,
    /// The e-mail address of the sign-in.
    pub email: String,
    /// The user's name, once the server has told it.
    pub name: Option<String>,
    /// The session, until it ends.
    pub cookies: Option<Cookies>,
}

/// The two cookies of a session (protocol.md, section 1.1).
#[derive(Clone)]
pub struct Cookies {
    /// Proves who it is.
    pub session: SecretString,
    /// Proves that a change was meant.
    pub csrf: SecretString,
}

/// The keyring's copy.
#[derive(Serialize, Deserialize, zeroize::Zeroize, zeroize::ZeroizeOnDrop)]
struct Entry {
    server: String,
    email: String,
    name: Option<String>,
    session: Option<String>,
    csrf: Option<String>,
}

impl Account {
    /// Names its files and keyring entries.
    pub fn id(&self) -> AccountId {
        AccountId::of(&self.server.origin(), &self.email)
    }

    /// For the keyring.
    pub fn to_vault(&self) -> Zeroizing<Vec<u8>> {
        let cookies = self.cookies.as_ref();
        let entry = Entry {
            server: self.server.origin(),
            email: self.email.clone(),
            name: self.name.clone(),
            session: cookies.map(|cookies| cookies.session.expose_secret().to_owned()),
            csrf: cookies.map(|cookies| cookies.csrf.expose_secret().to_owned()),
        };
        Zeroizing::new(serde_json::to_vec(&entry).unwrap_or_default())
    }

    /// From the keyring; `None` when the entry is not ours.
    pub fn from_vault(secret: &SecretSlice<u8>) -> Option<Self> {
        let entry: Entry = serde_json::from_slice(secret.expose_secret()).ok()?;
        let cookies = match (&entry.session, &entry.csrf) {
            (Some(session), Some(csrf)) => Some(Cookies { session: session.clone().into(), csrf: csrf.clone().into() }),
            _ => None,
        };
        let server = Server::parse(&entry.server).ok()?;
        Some(Self { server, email: entry.email.clone(), name: entry.name.clone(), cookies })
    }
}

impl Cookies {
    /// The `Cookie` header.
    pub fn header(&self) -> Zeroizing<String> {
        let (session, csrf) = (self.session.expose_secret(), self.csrf.expose_secret());
        Zeroizing::new(format!("{}={session}; {}={csrf}", protocol::SESSION_COOKIE, protocol::CSRF_COOKIE))
    }
}
