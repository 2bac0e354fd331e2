use std::io;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// The end of TLS, as a web server in front of the service: with a certificate that is trusted, and with one that is
/// not.
pub struct Tls {
    /// The certificate, as PEM, of the authority that a client must trust.
    pub authority: String,
    trusted: TlsAcceptor,
    untrusted: TlsAcceptor,
}

impl Tls {
    /// Makes both certificates, for the loopback address.
    pub fn make() -> Self {
        // Fails only when another test was first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let (authority, trusted) = certified();
        let (_, untrusted) = certified();
        Self { authority, trusted, untrusted }
    }

    /// Takes a client in.
    pub async fn accept(&self, client: TcpStream, untrusted: bool) -> io::Result<TlsStream<TcpStream>> {
        let acceptor = if untrusted { &self.untrusted } else { &self.trusted };
        acceptor.accept(client).await
    }
}

/// An authority, and whom it certified.
fn certified() -> (String, TlsAcceptor) {
    let mut params = CertificateParams::new([]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let authority = params.self_signed(&key).unwrap();
    let own = KeyPair::generate().unwrap();
    let names = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
    let certificate = names.signed_by(&own, &Issuer::new(params, key)).unwrap();
    (authority.pem(), acceptor(certificate.der().clone(), PrivateKeyDer::Pkcs8(own.serialize_der().into())))
}

fn acceptor(certificate: CertificateDer<'static>, key: PrivateKeyDer<'static>) -> TlsAcceptor {
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certificate], key);
    TlsAcceptor::from(Arc::new(config.unwrap()))
}

/// A request's head with the word for the service behind that the client came by https; Django compares origins by it.
pub fn forwarded(head: &[u8]) -> Vec<u8> {
    let line = head.windows(2).position(|end| end == b"\r\n").expect("a request") + 2;
    [&head[..line], b"X-Forwarded-Proto: https\r\n", &head[line..]].concat()
}
