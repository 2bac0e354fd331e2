use std::sync::Arc;

use rustls::ClientConfig;
use rustls::crypto::ring;
use rustls_platform_verifier::BuilderVerifierExt;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::Error;

/// TLS for PostgreSQL, trusting whom the operating system trusts; none where the address excludes it.
///
/// `sslmode=prefer`, which holds when none is given, takes TLS where the server offers it and is plain where it does not;
/// `require` is never plain. A certificate is always checked, its name too.
pub fn connector(config: &tokio_postgres::Config) -> Result<Option<MakeRustlsConnect>, Error> {
    let hosts = config.get_hosts();
    let is_local = !hosts.is_empty() && hosts.iter().all(|host| !matches!(host, Host::Tcp(_)));
    if config.get_ssl_mode() == SslMode::Disable || (is_local && config.get_ssl_mode() == SslMode::Prefer) {
        return Ok(None);
    }
    let provider = Arc::new(ring::default_provider());
    let settings = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let settings = settings.and_then(BuilderVerifierExt::with_platform_verifier).map_err(Error::Tls)?;
    Ok(Some(MakeRustlsConnect::new(settings.with_no_client_auth())))
}
