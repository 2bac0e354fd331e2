use std::error::Error;

use bridge::{Fault, FaultCode};
use store::{StoreError, VaultError};

use crate::answer::locked;
use crate::server::Server;

/// What a server, or the way to it, answered instead of what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ServerError {
    /// Its name is not known.
    #[error("unknown host")]
    UnknownHost,
    /// Nobody answers there.
    #[error("unreachable")]
    Unreachable,
    /// It did not answer in time.
    #[error("timed out")]
    TimedOut,
    /// Its TLS certificate is not trusted here, or not its own.
    #[error("certificate refused")]
    Certificate,
    /// The proxy on the way does not answer.
    #[error("proxy unreachable")]
    ProxyAbsent,
    /// The proxy on the way wants to know who asks (407).
    #[error("proxy wants a sign-in")]
    ProxySignIn,
    /// The proxy on the way does not let us through.
    #[error("refused by the proxy")]
    ProxyRefused,
    /// Something answers that is not TakeCare: another site, or a network's sign-in page.
    #[error("not TakeCare")]
    NotTakeCare,
    /// E-mail or password are wrong, or the account is closed.
    #[error("wrong credentials")]
    Credentials,
    /// The session is over.
    #[error("signed out")]
    SignedOut,
    /// The CSRF proof was not accepted.
    #[error("CSRF proof refused")]
    Csrf,
    /// The user may not do this.
    #[error("forbidden")]
    Forbidden,
    /// There is no such notification (any more).
    #[error("not found")]
    NotFound,
    /// The request itself was refused, or the server failed: its HTTP status.
    #[error("HTTP status {0}")]
    Status(u16),
}

impl ServerError {
    /// Whether the same request may work later without anybody doing something.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::UnknownHost
            | Self::Unreachable
            | Self::TimedOut
            | Self::Certificate
            | Self::ProxyAbsent
            | Self::ProxySignIn
            | Self::ProxyRefused
            | Self::NotTakeCare
            | Self::Csrf => true,
            Self::Status(status) => *status >= 500 || *status == 429,
            Self::Credentials | Self::SignedOut | Self::Forbidden | Self::NotFound => false,
        }
    }

    /// Whether nothing else will get through either, as long as it lasts.
    pub fn bars_the_way(&self) -> bool {
        matches!(
            self,
            Self::UnknownHost
                | Self::Unreachable
                | Self::TimedOut
                | Self::Certificate
                | Self::ProxyAbsent
                | Self::ProxySignIn
                | Self::ProxyRefused
                | Self::NotTakeCare
                | Self::SignedOut
        )
    }

    /// What the user is told.
    pub fn fault(&self, server: &Server) -> Fault {
        let host = server.host();
        let (code, message) = match self {
            Self::UnknownHost => {
                (FaultCode::Server, format!("There is no server called {host}. Check the address and the network."))
            }
            Self::Unreachable => {
                (FaultCode::Server, format!("{host} does not answer. Check the address and the network."))
            }
            Self::TimedOut => (FaultCode::Server, format!("{host} did not answer in time.")),
            Self::Certificate => (
                FaultCode::Server,
                format!(
                    "The certificate of {host} is not trusted on this computer. Nothing was sent. Ask your administrator."
                ),
            ),
            Self::ProxyAbsent => (
                FaultCode::Server,
                format!(
                    "The proxy on the way to {host} does not answer. Check this computer's proxy settings and the network."
                ),
            ),
            Self::ProxySignIn => (
                FaultCode::Server,
                format!("The proxy on the way to {host} wants a name and a password. Ask your administrator."),
            ),
            Self::ProxyRefused => (
                FaultCode::Server,
                format!("The proxy on the way to {host} does not let TakeCare through. Ask your administrator."),
            ),
            Self::NotTakeCare => (
                FaultCode::Server,
                format!("What answers at {host} is not TakeCare. Check the address, or sign in to the network first."),
            ),
            Self::Credentials => {
                (FaultCode::Credentials, "E-mail or password are not right, or the account is closed.".to_owned())
            }
            Self::SignedOut => (FaultCode::Credentials, "Your session has ended. Sign in again to go on.".to_owned()),
            Self::Csrf | Self::Forbidden => (FaultCode::Other, format!("{host} does not allow this.")),
            Self::NotFound => (FaultCode::NotFound, "This notification is not there any more.".to_owned()),
            Self::Status(status) => (FaultCode::Server, format!("{host} has a problem of its own (status {status}).")),
        };
        Fault::new(code, message)
    }

    /// Finds the situation in an error of the HTTP or WebSocket library: its chain of causes tells.
    pub fn of(error: &(dyn Error + 'static)) -> Self {
        Self::named(error).or_else(|| error.source().map(Self::of)).unwrap_or(Self::Unreachable)
    }

    /// The situation that one error of the chain names by itself.
    fn named(error: &(dyn Error + 'static)) -> Option<Self> {
        if error.downcast_ref::<rustls::Error>().is_some() {
            return Some(Self::Certificate);
        }
        let words = error.to_string();
        if words.starts_with("dns error") || words.contains("failed to lookup address") {
            return Some(Self::UnknownHost);
        }
        if let Some(proxy) = words.strip_prefix("tunnel error: ").or_else(|| words.strip_prefix("SOCKS error: ")) {
            return Some(match proxy {
                "failed to create underlying connection" => Self::ProxyAbsent,
                "proxy authorization required" => Self::ProxySignIn,
                _ => Self::ProxyRefused,
            });
        }
        let io = error.downcast_ref::<std::io::Error>()?;
        if io.kind() == std::io::ErrorKind::TimedOut {
            return Some(Self::TimedOut);
        }
        // An error inside an `io::Error` is no link of the chain: `source` passes it over.
        io.get_ref().and_then(|inner| Self::named(inner))
    }
}

/// What the user is told when nothing can be kept.
pub fn store_fault(error: &StoreError) -> Fault {
    let message = match error {
        StoreError::Newer { .. } => {
            "The stored notifications were made by a newer version of TakeCare Desktop. Update it to read them."
        }
        StoreError::WrongKey => {
            "The keyring no longer holds the key of the stored notifications. Sign in again to start afresh from the server."
        }
        StoreError::PinNeeded => "The stored notifications are locked. Unlock them with your PIN.",
        StoreError::WrongPin => "That is not your PIN. Try again.",
        StoreError::CannotWrite(_) => "The disk is full or can't be written. Make room; TakeCare goes on by itself.",
        StoreError::Damaged => "The stored notifications are damaged. Sign in again to start afresh from the server.",
        StoreError::Closed => return locked(),
        StoreError::Sqlite(_) | StoreError::Io(_) => "The stored notifications can't be used. Ask your administrator.",
    };
    let code = match error {
        StoreError::PinNeeded | StoreError::WrongPin => FaultCode::Pin,
        _ => FaultCode::Store,
    };
    Fault::new(code, message)
}

/// What the user is told when the keyring does not answer. Nothing is ever stored without it.
pub fn vault_fault(error: &VaultError) -> Fault {
    let message = match error {
        VaultError::Absent => {
            "This desktop has no keyring, so notifications can't be kept safely and nothing is stored. Start a keyring such as GNOME Keyring or KWallet."
        }
        VaultError::Locked => "The keyring is locked. Unlock it; until then nothing is stored.",
        VaultError::Silent => "The keyring does not answer. Until it does, nothing is stored.",
        VaultError::Refused(_) => "The keyring refused. Until it allows TakeCare to keep its key, nothing is stored.",
    };
    Fault::new(FaultCode::Keyring, message)
}
