use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::{fmt, fs, io};

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest, Sha256};

/// What we speak inside TLS.
const HTTP: &[u8] = b"http/1.1";

/// A certificate with its key, from two files that may be renewed at any time. `Debug` shows no key.
#[derive(Clone)]
pub struct Certificate {
    files: Files,
    current: Arc<Mutex<Current>>,
}

#[derive(Clone)]
struct Files {
    certificate: PathBuf,
    key: PathBuf,
}

/// What TLS is spoken with.
struct Current {
    config: Arc<ServerConfig>,
    /// Of what the files held when they were last looked at; none if they could not be read.
    fingerprint: Option<[u8; 32]>,
}

/// Why a certificate can't be used.
#[derive(Debug, thiserror::Error)]
pub enum CertificateFault {
    /// A file can't be read.
    #[error("can't read {path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// There is no certificate in it.
    #[error("{0} holds no certificate in PEM, as -----BEGIN CERTIFICATE----- would begin")]
    NoCertificate(PathBuf),
    /// There is no key in it.
    #[error("{0} holds no private key in PEM, as -----BEGIN PRIVATE KEY----- would begin")]
    NoKey(PathBuf),
    /// They are not for each other, or of a kind that TLS does not know.
    #[error("the certificate in {certificate} can't be used with the key in {key}: {source}")]
    Unusable {
        /// The file of the certificate.
        certificate: PathBuf,
        /// The file of the key.
        key: PathBuf,
        /// Why.
        source: rustls::Error,
    },
}

impl Certificate {
    /// Reads a certificate, with those that vouch for it, and its key, both in PEM.
    ///
    /// # Errors
    /// When they can't be read, or are not for each other.
    pub fn read(certificate: &Path, key: &Path) -> Result<Self, CertificateFault> {
        let files = Files { certificate: certificate.to_owned(), key: key.to_owned() };
        let (chain, key) = files.read()?;
        let current = Current { config: files.config(&chain, &key)?, fingerprint: Some(fingerprint(&chain, &key)) };
        Ok(Self { files, current: Arc::new(Mutex::new(current)) })
    }

    /// What TLS is to be spoken with from now on: the files as they are now, or as they were when they could last be used.
    pub fn config(&self) -> Arc<ServerConfig> {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let found = self.files.read();
        let seen = found.as_ref().ok().map(|(chain, key)| fingerprint(chain, key));
        if seen == current.fingerprint {
            return Arc::clone(&current.config);
        }
        // What was said of these files once is not said at each connection.
        current.fingerprint = seen;
        match found.and_then(|(chain, key)| self.files.config(&chain, &key)) {
            Ok(config) => {
                tracing::info!("the certificate was renewed");
                current.config = config;
            }
            Err(fault) => tracing::error!("the certificate of before is still used: {fault}"),
        }
        Arc::clone(&current.config)
    }
}

impl Files {
    fn read(&self) -> Result<(Vec<u8>, Vec<u8>), CertificateFault> {
        let read = |path: &PathBuf| {
            fs::read(path).map_err(|source| CertificateFault::Unreadable { path: path.clone(), source })
        };
        Ok((read(&self.certificate)?, read(&self.key)?))
    }

    /// TLS 1.2 and 1.3.
    fn config(&self, chain: &[u8], key: &[u8]) -> Result<Arc<ServerConfig>, CertificateFault> {
        let Self { certificate, key: key_file } = self;
        let chain: Vec<_> = CertificateDer::pem_slice_iter(chain).collect::<Result<_, _>>().unwrap_or_default();
        if chain.is_empty() {
            return Err(CertificateFault::NoCertificate(certificate.clone()));
        }
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| CertificateFault::NoKey(key_file.clone()))?;
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key));
        let mut config = config.map_err(|source| CertificateFault::Unusable {
            certificate: certificate.clone(),
            key: key_file.clone(),
            source,
        })?;
        config.alpn_protocols = vec![HTTP.to_vec()];
        Ok(Arc::new(config))
    }
}

fn fingerprint(chain: &[u8], key: &[u8]) -> [u8; 32] {
    let [chain, key] = [chain, key].map(Sha256::digest);
    Sha256::new().chain_update(chain).chain_update(key).finalize().into()
}

impl fmt::Debug for Certificate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Certificate").field(&self.files.certificate).finish()
    }
}
