//! https and wss without a proxy.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use hub::{Certificate, CertificateFault, Hub, NewUser, Outside, Pace};
use protocol::{SESSION_COOKIE, SOCKET_PATH};
use reqwest::header::SET_COOKIE;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use services::Place;
use tempfile::TempDir;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{Connector, connect_async_tls_with_config};
use visitor::{PATIENCE, Visitor};

use crate::ward::PASSWORD;

const ADA: &str = "ada@ward.example";

/// Writes a new certificate, and gives the authority that answers for it.
fn certify(folder: &Path) -> String {
    let certificate = services::Certificate::make();
    certificate.write(folder);
    certificate.authority
}

fn read(folder: &Path) -> Result<Certificate, CertificateFault> {
    let [certificate, key] = services::Certificate::files(folder);
    Certificate::read(&certificate, &key)
}

/// A socket over wss with this session: the status with which it was opened.
async fn wss(hub: &Hub, authority: &str, session: &str) -> u16 {
    let mut trusted = RootCertStore::empty();
    trusted.add(CertificateDer::from_pem_slice(authority.as_bytes()).unwrap()).unwrap();
    let config = ClientConfig::builder().with_root_certificates(trusted).with_no_client_auth();
    let mut url = hub.base_url().join(SOCKET_PATH).unwrap();
    url.set_scheme("wss").unwrap();
    let mut request = url.as_str().into_client_request().unwrap();
    request.headers_mut().insert("Cookie", format!("{SESSION_COOKIE}={session}").parse().unwrap());
    let connector = Connector::Rustls(Arc::new(config));
    let (_, answer) = connect_async_tls_with_config(request, None, false, Some(connector)).await.unwrap();
    answer.status().as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hub_speaks_tls_whoever_dawdles_and_takes_a_renewed_certificate() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (site, folder) = (Place::Sqlite.site(), TempDir::new().unwrap());
    let authority = certify(folder.path());
    let outside = Outside { certificate: Some(read(folder.path()).unwrap()), ..Outside::default() };
    let office = site.office().await.unwrap();
    let hub = Hub::serve_to(outside, office, "127.0.0.1:0".parse().unwrap(), Pace::default()).await.unwrap();
    hub.add_user(NewUser::new(ADA, "Ada Nowak"), PASSWORD.into()).await.unwrap();
    assert_eq!(hub.base_url().scheme(), "https");
    let _silent = TcpStream::connect(hub.base_url().socket_addrs(|| None).unwrap()[0]).await.unwrap();

    let ada = Visitor::trusting(&authority, hub.base_url());
    let page = ada.opens_the_form().await;
    let cookies: Vec<_> = page.headers().get_all(SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap()).collect();
    assert!(!cookies.is_empty() && cookies.iter().all(|cookie| cookie.ends_with("; Secure")), "{cookies:?}");
    assert_eq!(page.headers()["strict-transport-security"], "max-age=31536000");

    let token = ada.cookie(protocol::CSRF_COOKIE).unwrap();
    let form = [("email", ADA), ("password", PASSWORD), ("csrfmiddlewaretoken", &token)];
    let origin = hub.base_url().origin().ascii_serialization();
    let sign_in = ada.ask(reqwest::Method::POST, protocol::login_paths::LOGIN).header("Origin", origin).form(&form);
    assert_eq!(sign_in.send().await.unwrap().status(), 302);
    let session = ada.cookie(SESSION_COOKIE).unwrap();
    assert_eq!(wss(&hub, &authority, &session).await, 101);

    let renewed = certify(folder.path());
    Visitor::trusting(&renewed, hub.base_url()).opens_the_form().await;
    fs::write(folder.path().join("key.pem"), "half a key").unwrap();
    Visitor::trusting(&renewed, hub.base_url()).opens_the_form().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_never_agrees_on_tls_is_let_go() {
    let (site, folder) = (Place::Sqlite.site(), TempDir::new().unwrap());
    certify(folder.path());
    let outside = Outside { certificate: Some(read(folder.path()).unwrap()), ..Outside::default() };
    let pace = Pace { handshake: Duration::from_millis(100), ..Pace::default() };
    let office = site.office().await.unwrap();
    let hub = Hub::serve_to(outside, office, "127.0.0.1:0".parse().unwrap(), pace).await.unwrap();
    let mut silent = TcpStream::connect(hub.base_url().socket_addrs(|| None).unwrap()[0]).await.unwrap();
    let mut heard = Vec::new();

    timeout(PATIENCE, silent.read_to_end(&mut heard)).await.expect("an end in time").unwrap();

    assert!(heard.is_empty());
}

#[test]
fn files_that_are_no_certificate_are_refused_with_a_reason() {
    let folder = TempDir::new().unwrap();
    certify(folder.path());
    let [certificate, key] = services::Certificate::files(folder.path());
    let refusal = |certificate: &Path, key: &Path| Certificate::read(certificate, key).unwrap_err();

    assert!(matches!(refusal(&folder.path().join("none"), &key), CertificateFault::Unreadable { .. }));
    assert!(matches!(refusal(&key, &key), CertificateFault::NoCertificate(_)));
    assert!(matches!(refusal(&certificate, &certificate), CertificateFault::NoKey(_)));
    let old = fs::read(&key).unwrap();
    certify(folder.path());
    fs::write(&key, old).unwrap();
    assert!(matches!(refusal(&certificate, &key), CertificateFault::Unusable { .. }));
}
