use std::fmt;
use std::time::Duration;

/// What a scenario came to.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// From the end of the fault to equal sets.
    pub converged: Duration,
    /// How long the desktop was watched.
    pub watched: Duration,
    /// What it asked of the server, handshakes too.
    pub requests: usize,
    /// The most of it within a minute.
    pub busiest: usize,
    /// Handshakes.
    pub sockets: usize,
    /// Notifications with a toast of their own, and those that a summary counted.
    pub toasts: (usize, usize),
}

impl Outcome {
    /// What the columns mean.
    pub const HEAD: &str = "converged   watched  requests  in a minute  sockets  toasts";
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { converged, watched, requests, busiest, sockets, toasts: (singles, counted) } = self;
        let (converged, watched) = (converged.as_secs_f32(), watched.as_secs_f32());
        write!(f, "{converged:7.1} s {watched:7.1} s {requests:9} {busiest:12} {sockets:8}  {singles} + {counted}")
    }
}
