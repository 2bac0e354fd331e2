use std::fs;
use std::path::{Path, PathBuf};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};

/// A certificate for the loopback address, and who answers for it; all as PEM.
pub struct Certificate {
    /// The authority's own certificate: whoever trusts it trusts ours.
    pub authority: String,
    /// The certificate.
    pub certificate: String,
    /// Its private key.
    pub key: String,
}

impl Certificate {
    /// Makes one, by an authority of its own that is forgotten at once.
    pub fn make() -> Self {
        let mut params = CertificateParams::new([]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let authority = params.self_signed(&key).unwrap();
        let own = KeyPair::generate().unwrap();
        let names = CertificateParams::new(["127.0.0.1".to_owned(), "localhost".to_owned()]).unwrap();
        let certificate = names.signed_by(&own, &Issuer::new(params, key)).unwrap();
        Self { authority: authority.pem(), certificate: certificate.pem(), key: own.serialize_pem() }
    }

    /// Writes certificate and key to where [`Certificate::files`] says.
    pub fn write(&self, folder: &Path) {
        for (file, content) in Self::files(folder).iter().zip([&self.certificate, &self.key]) {
            fs::write(file, content).unwrap();
        }
    }

    /// Where certificate and key are in a folder.
    pub fn files(folder: &Path) -> [PathBuf; 2] {
        ["certificate.pem", "key.pem"].map(|name| folder.join(name))
    }
}
