use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use client::dns::{Addrs, Name, Resolve, Resolving};

/// A resolver that knows one name, for this computer, and can be lost.
pub struct Names {
    known: &'static str,
    lost: AtomicBool,
}

impl Names {
    /// One that knows only this name.
    pub fn of(known: &'static str) -> Arc<Self> {
        Arc::new(Self { known, lost: AtomicBool::new(false) })
    }

    /// From now on it knows nothing, or again what it knew.
    pub fn lose(&self, lost: bool) {
        self.lost.store(lost, Ordering::SeqCst);
    }
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let found = name.as_str() == self.known && !self.lost.load(Ordering::SeqCst);
        Box::pin(async move {
            if !found {
                return Err(io::Error::other("name or service not known").into());
            }
            let here: SocketAddr = (Ipv4Addr::LOCALHOST, 0).into();
            Ok(Box::new(std::iter::once(here)) as Addrs)
        })
    }
}
