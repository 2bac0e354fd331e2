use std::sync::Arc;

use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;

/// One TLS configuration for REST and socket: the operating system decides whom to trust, and `authorities` besides.
///
/// Where it has no certificates at all, nobody is trusted: every `https` server is refused then, and plain `http`
/// ones, if somebody typed one, still work.
pub fn configuration(authorities: &[CertificateDer<'static>]) -> Arc<ClientConfig> {
    // Another library may have chosen the provider already; either serves.
    let _ = ring::default_provider().install_default();
    let provider = CryptoProvider::get_default().map_or_else(|| Arc::new(ring::default_provider()), Arc::clone);
    let trusted = match Verifier::new_with_extra_roots(authorities.iter().cloned(), provider) {
        Ok(verifier) => ClientConfig::builder().dangerous().with_custom_certificate_verifier(Arc::new(verifier)),
        Err(error) => {
            tracing::warn!(%error, "the operating system's certificates can't be read; no https server will be trusted");
            ClientConfig::builder().with_root_certificates(RootCertStore::empty())
        }
    };
    Arc::new(trusted.with_no_client_auth())
}
