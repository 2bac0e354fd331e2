use std::time::{Duration, Instant};

use crate::Road;

/// A request that came through a proxy. The handshake of a socket is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// When its head was complete.
    pub at: Instant,
    /// The handshake of a socket, or anything else.
    pub road: Road,
    /// Its method and path.
    pub line: String,
}

/// What a client asked so far, oldest first.
#[derive(Debug, Clone, Default)]
pub struct Traffic {
    pub(crate) calls: Vec<Call>,
    pub(crate) strikes: usize,
}

impl Traffic {
    /// How often the weather did harm: broke, cut, lost, delayed or held back something.
    pub fn strikes(&self) -> usize {
        self.strikes
    }

    /// All calls.
    pub fn calls(&self) -> &[Call] {
        &self.calls
    }

    /// How many came since then, handshakes too.
    pub fn since(&self, then: Instant) -> usize {
        self.calls.iter().filter(|call| call.at >= then).count()
    }

    /// When sockets were tried.
    pub fn sockets(&self) -> Vec<Instant> {
        self.calls.iter().filter(|call| call.road == Road::Socket).map(|call| call.at).collect()
    }

    /// The most calls within any minute, handshakes too.
    pub fn busiest_minute(&self) -> usize {
        const MINUTE: Duration = Duration::from_secs(60);
        let from = |start: Instant| self.calls.iter().filter(move |call| call.at >= start && call.at - start < MINUTE);
        self.calls.iter().map(|call| from(call.at).count()).max().unwrap_or_default()
    }
}
