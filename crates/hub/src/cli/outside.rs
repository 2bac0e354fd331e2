use clap::Args;
use hub::Outside;

/// How the hub is reached from outside.
#[derive(Args)]
pub struct OutsideArgs {
    /// All requests come by a reverse proxy: believe its X-Forwarded-For and X-Forwarded-Proto. It has to pass on Host.
    #[arg(long)]
    behind_proxy: bool,
    /// A host name that this hub serves; .clinic.example stands for all below it. Without any, every name is served.
    #[arg(long = "allowed-host", value_name = "HOST")]
    allowed_hosts: Vec<String>,
}

impl From<OutsideArgs> for Outside {
    fn from(args: OutsideArgs) -> Self {
        Self { certificate: None, behind_proxy: args.behind_proxy, allowed_hosts: args.allowed_hosts }
    }
}
