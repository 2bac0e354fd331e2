use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_util::task::AbortOnDropHandle;

/// TLS in front of a server, with a certificate that only the clinic's own authority vouches for.
pub struct Front {
    /// Where it listens.
    pub address: SocketAddr,
    /// The authority's certificate, as a PEM file holds it.
    pub authority: String,
    _task: AbortOnDropHandle<()>,
}

impl Front {
    /// Stands before `server` under this name.
    pub async fn of(server: SocketAddr, name: &str) -> Self {
        let (authority, acceptor) = acceptor(name);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    // A client that does not trust it hangs up here.
                    let (Ok(mut stream), Ok(mut on)) =
                        tokio::join!(acceptor.accept(stream), TcpStream::connect(server))
                    else {
                        return;
                    };
                    let _ = tokio::io::copy_bidirectional(&mut stream, &mut on).await;
                });
            }
        });
        Self { address, authority, _task: AbortOnDropHandle::new(task) }
    }
}

fn acceptor(name: &str) -> (String, TlsAcceptor) {
    let mut wanted = rcgen::CertificateParams::new(Vec::new()).unwrap();
    wanted.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let authority = rcgen::CertifiedIssuer::self_signed(wanted, rcgen::KeyPair::generate().unwrap()).unwrap();
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = rcgen::CertificateParams::new([name.to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    (authority.pem(), TlsAcceptor::from(Arc::new(config)))
}
