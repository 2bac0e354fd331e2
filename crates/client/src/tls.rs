use std::sync::Arc;

use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::ConfigVerifierExt;

/// One TLS configuration for REST and socket: the operating system decides whom to trust.
///
/// Where it has no certificates at all, nobody is trusted: every `https` server is refused then, and plain `http`
/// ones, if somebody typed one, still work.
pub fn configuration() -> Arc<ClientConfig> {
    // Another library may have chosen the provider already; either serves.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let trusted = ClientConfig::with_platform_verifier().unwrap_or_else(|error| {
        tracing::warn!(%error, "the operating system's certificates can't be read; no https server will be trusted");
        ClientConfig::builder().with_root_certificates(RootCertStore::empty()).with_no_client_auth()
    });
    Arc::new(trusted)
}
