use std::error::Error;

use bridge::{Fault, FaultCode};
use language::say;
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
            Self::UnknownHost => (FaultCode::Server, say::server_unknown(host)),
            Self::Unreachable => (FaultCode::Server, say::server_unreachable(host)),
            Self::TimedOut => (FaultCode::Server, say::server_slow(host)),
            Self::Certificate => (FaultCode::Server, say::server_certificate(host)),
            Self::ProxyAbsent => (FaultCode::Server, say::server_proxy_absent(host)),
            Self::ProxySignIn => (FaultCode::Server, say::server_proxy_sign_in(host)),
            Self::ProxyRefused => (FaultCode::Server, say::server_proxy_refused(host)),
            Self::NotTakeCare => (FaultCode::Server, say::server_other(host)),
            Self::Credentials => (FaultCode::Credentials, say::server_credentials()),
            Self::SignedOut => (FaultCode::Credentials, say::server_signed_out()),
            Self::Csrf | Self::Forbidden => (FaultCode::Other, say::server_forbidden(host)),
            Self::NotFound => (FaultCode::NotFound, say::gone()),
            Self::Status(status) => (FaultCode::Server, say::server_status(host, u32::from(*status))),
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
    let (code, message) = match error {
        StoreError::Newer { .. } => (FaultCode::Store, say::store_newer()),
        StoreError::WrongKey => (FaultCode::Store, say::store_key()),
        StoreError::PinNeeded => (FaultCode::Pin, say::store_pin()),
        StoreError::WrongPin => (FaultCode::Pin, say::pin_wrong()),
        StoreError::CannotWrite(_) => (FaultCode::Store, say::store_full()),
        StoreError::Damaged => (FaultCode::Store, say::store_damaged()),
        StoreError::Closed => return locked(),
        StoreError::Sqlite(_) | StoreError::Io(_) => (FaultCode::Store, say::store_unusable()),
    };
    Fault::new(code, message)
}

/// What the user is told when the keyring does not answer. Nothing is ever stored without it.
pub fn vault_fault(error: &VaultError) -> Fault {
    let message = match error {
        VaultError::Absent => say::keyring_absent(),
        VaultError::Locked => say::keyring_locked(),
        VaultError::Silent => say::keyring_silent(),
        VaultError::Refused(_) => say::keyring_refused(),
    };
    Fault::new(FaultCode::Keyring, message)
}
