//! https and wss without a proxy: a certificate from files, and the listener that speaks TLS with it.

mod certificate;
mod listener;

pub use certificate::{Certificate, CertificateFault};
pub use listener::TlsListener;
