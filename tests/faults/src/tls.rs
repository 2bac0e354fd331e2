use std::io;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use services::Certificate;
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
        let [trusted, untrusted] = [Certificate::make(), Certificate::make()];
        Self { trusted: acceptor(&trusted), untrusted: acceptor(&untrusted), authority: trusted.authority }
    }

    /// Takes a client in.
    pub async fn accept(&self, client: TcpStream, untrusted: bool) -> io::Result<TlsStream<TcpStream>> {
        let acceptor = if untrusted { &self.untrusted } else { &self.trusted };
        acceptor.accept(client).await
    }
}

fn acceptor(certificate: &Certificate) -> TlsAcceptor {
    let chain = CertificateDer::pem_slice_iter(certificate.certificate.as_bytes()).collect::<Result<_, _>>().unwrap();
    let key = PrivateKeyDer::from_pem_slice(certificate.key.as_bytes()).unwrap();
    TlsAcceptor::from(Arc::new(ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key).unwrap()))
}

/// A request's head with the word for the service behind that the client came by https; Django compares origins by it.
pub fn forwarded(head: &[u8]) -> Vec<u8> {
    let line = head.windows(2).position(|end| end == b"\r\n").expect("a request") + 2;
    [&head[..line], b"X-Forwarded-Proto: https\r\n", &head[line..]].concat()
}
