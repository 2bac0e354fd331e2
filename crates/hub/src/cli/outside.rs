use std::path::PathBuf;

use clap::Args;
use hub::{Certificate, CertificateFault, Outside};

/// How the hub is reached from outside.
#[derive(Args)]
pub struct OutsideArgs {
    /// Speak https and wss, with this certificate and those that vouch for it, in PEM. A renewed file is taken by itself.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_certificate: Option<PathBuf>,
    /// The certificate's private key, in PEM.
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
    /// All requests come by a reverse proxy: believe its X-Forwarded-For and X-Forwarded-Proto. It has to pass on Host.
    #[arg(long)]
    behind_proxy: bool,
    /// A host name that this hub serves; .clinic.example stands for all below it. Without any, every name is served.
    #[arg(long = "allowed-host", value_name = "HOST")]
    allowed_hosts: Vec<String>,
}

impl TryFrom<OutsideArgs> for Outside {
    type Error = CertificateFault;

    fn try_from(args: OutsideArgs) -> Result<Self, CertificateFault> {
        let files = args.tls_certificate.zip(args.tls_key);
        let certificate = files.map(|(certificate, key)| Certificate::read(&certificate, &key)).transpose()?;
        Ok(Self { certificate, behind_proxy: args.behind_proxy, allowed_hosts: args.allowed_hosts })
    }
}
