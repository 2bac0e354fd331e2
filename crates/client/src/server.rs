use protocol::Wants;
use url::{Host, Url};

/// A TakeCare server's address: scheme, host and port, nothing behind them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server(Url);

/// What was typed is no server's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a server's address")]
pub struct BadAddress;

impl Server {
    /// Reads what a person typed. Without a scheme it means `https`; `http` has to be written out.
    ///
    /// # Errors
    /// When no host can be found in it.
    pub fn parse(typed: &str) -> Result<Self, BadAddress> {
        let typed = typed.trim();
        let full = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
        let mut url = Url::parse(&full).map_err(|_| BadAddress)?;
        let plain = url.username().is_empty() && url.password().is_none();
        let named = match url.host() {
            Some(Host::Domain(name)) => !name.is_empty() && !name.contains(char::is_whitespace),
            Some(_) => true,
            None => false,
        };
        if !matches!(url.scheme(), "https" | "http") || !plain || !named {
            return Err(BadAddress);
        }
        url.set_path("/");
        url.set_query(None);
        url.set_fragment(None);
        Ok(Self(url))
    }

    /// `https://clinic.example`, as it is shown, remembered and sent as `Origin` (protocol.md, section 1.3).
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// The host's name, for messages.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// Whether what is said to it is encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Its name, unless its address is a number.
    pub fn name(&self) -> Option<&str> {
        self.0.domain()
    }

    /// The address of a path on this server.
    pub fn at(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        url.set_path(path);
        url
    }

    /// Its host and port as `http://clinic.example:443`: where a connection leads, whatever is spoken over it.
    pub fn tcp(&self) -> String {
        format!("http://{}:{}", self.host(), self.0.port_or_known_default().unwrap_or(443))
    }

    /// The address of the notification socket, with what is wanted of it.
    pub fn socket(&self, wants: Wants) -> String {
        let scheme = if self.is_encrypted() { "wss" } else { "ws" };
        let origin = self.origin();
        let rest = origin.split_once("://").map_or("", |(_, rest)| rest);
        format!("{scheme}://{rest}{}", wants.socket_path())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_addresses_become_origins() {
        for (typed, origin, socket) in [
            ("clinic.example", "https://clinic.example", "wss://clinic.example/ws/notifications/"),
            (
                " https://clinic.example:8443/notifications/?a=b ",
                "https://clinic.example:8443",
                "wss://clinic.example:8443/ws/notifications/",
            ),
            ("http://127.0.0.1:8000", "http://127.0.0.1:8000", "ws://127.0.0.1:8000/ws/notifications/"),
        ] {
            let server = Server::parse(typed).unwrap();
            assert_eq!((server.origin().as_str(), server.socket(Wants::default()).as_str()), (origin, socket));
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for typed in ["", "https://", "ftp://clinic.example", "not a host", "https://ada:secret@clinic.example"] {
            assert_eq!(Server::parse(typed), Err(BadAddress), "{typed}");
        }
    }
}
