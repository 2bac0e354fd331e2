use std::fs;

use anyhow::Result;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rig::Keeper;

/// The files of a certificate for the loopback address, and who answers for it.
pub struct Certificate {
    /// The authority's own certificate, as PEM: whoever trusts it trusts the peer.
    pub authority: String,
}

impl Certificate {
    /// Where certificate and key are, in the keeper's folder.
    pub const FILES: [&str; 2] = ["certificate.pem", "key.pem"];

    /// Makes one, by an authority of its own that is forgotten at once.
    pub fn make(keeper: &Keeper) -> Result<Self> {
        let mut params = CertificateParams::new([])?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate()?;
        let authority = params.self_signed(&key)?;
        let own = KeyPair::generate()?;
        let names = ["127.0.0.1".to_owned(), "localhost".to_owned()];
        let certificate = CertificateParams::new(names)?.signed_by(&own, &Issuer::new(params, key))?;
        for (file, content) in Self::FILES.into_iter().zip([certificate.pem(), own.serialize_pem()]) {
            fs::write(keeper.folder().join(file), content)?;
        }
        Ok(Self { authority: authority.pem() })
    }
}
