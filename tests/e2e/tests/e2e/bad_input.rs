use std::sync::Arc;

use bridge::{FaultCode, Link};
use e2e::{Desk, PASSWORD, Ward};
use hub::NewUser;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

#[tokio::test]
async fn a_wrong_password_is_said_and_stores_nothing() {
    let ward = Ward::open().await;
    let desk = Desk::switch_on();
    let refused = desk.signs_in(&ward.server(), "wrong").await.unwrap_err();
    assert_eq!(refused.code, FaultCode::Credentials);
    assert_eq!(desk.sees(|state| matches!(state.link, Link::SignedOut { .. })).await.account, None);
    desk.signs_in(&ward.server(), PASSWORD).await.unwrap();
}

#[tokio::test]
async fn a_closed_account_is_refused_like_a_wrong_password() {
    let ward = Ward::open().await;
    ward.hub().add_user(NewUser::new("jan@ward.example", "Jan Wrona"), PASSWORD.into()).await.unwrap();
    ward.hub().deactivate(ward.ada).await.unwrap();
    let refused = Desk::switch_on().signs_in(&ward.server(), PASSWORD).await.unwrap_err();
    assert_eq!(refused.code, FaultCode::Credentials);
}

#[tokio::test]
async fn addresses_that_lead_nowhere_are_told_apart() {
    let desk = Desk::switch_on();
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    for (server, words) in [
        ("not a host", "not a server's address"),
        ("https://no-such-clinic.invalid", "no server called no-such-clinic.invalid"),
        (&format!("http://{free}"), "does not answer"),
    ] {
        let refused = desk.signs_in(server, PASSWORD).await.unwrap_err();
        assert_eq!(refused.code, FaultCode::Server);
        assert!(refused.message.to_string().contains(words), "{server}: {refused}");
    }
}

#[tokio::test]
async fn a_site_that_is_not_takecare_gets_no_password() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = format!("http://{}", listener.local_addr().unwrap());
    let portal = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut heard = vec![0; 4096];
        let length = stream.read(&mut heard).await.unwrap();
        let page = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 18\r\nconnection: close\r\n\r\n<h1>Free WiFi</h1>";
        stream.write_all(page.as_bytes()).await.unwrap();
        String::from_utf8_lossy(&heard[..length]).into_owned()
    });
    let refused = Desk::switch_on().signs_in(&server, PASSWORD).await.unwrap_err();
    assert_eq!(refused.code, FaultCode::Server);
    assert!(refused.message.to_string().contains("is not TakeCare"), "{refused}");
    assert!(!portal.await.unwrap().contains(PASSWORD));
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted_ends_the_sign_in_before_the_password() {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let handshake = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        acceptor.accept(stream).await.is_ok()
    });
    let refused = Desk::switch_on().signs_in(&format!("https://localhost:{port}"), PASSWORD).await.unwrap_err();
    assert_eq!(refused.code, FaultCode::Server);
    assert!(refused.message.to_string().contains("is not trusted"), "{refused}");
    assert!(!handshake.await.unwrap(), "nothing was said to it");
}
