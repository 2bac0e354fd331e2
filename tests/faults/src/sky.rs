use std::time::Duration;

use tokio::sync::watch;

/// What a connection is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Road {
    /// The sign-in and the REST service.
    Rest,
    /// The notification socket, from its handshake on.
    Socket,
}

/// What becomes of the connections through a proxy, of those there are as of new ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    /// Everything passes at once.
    Clear,
    /// Everything passes in pieces of at most so many bytes, each late by a random time between these two.
    Slow {
        /// Bytes; few make a drip.
        piece: usize,
        /// The shortest delay.
        least: Duration,
        /// The longest delay.
        most: Duration,
    },
    /// A connection is reset when it has carried so many bytes one way.
    Reset {
        /// Bytes; none at all for a reset at once.
        after: usize,
    },
    /// The next answer or frame comes without its end, then the connection is reset. Handshakes come whole.
    Truncated,
    /// Every other text frame gets lost.
    Lossy,
    /// Connections are taken and stay open, but nothing passes; what was said meanwhile passes later.
    Silence,
    /// Every socket is closed with this code once it is open, and its connection ends so much later.
    Closing {
        /// 1011 as by a replay that crashes (protocol.md, section 3.4); 1000 as after a day (section 2.4).
        code: u16,
        /// From the close frame to the end of the connection.
        late: Duration,
    },
    /// New connections over TLS meet a certificate that nobody trusts. To be turned everywhere: what a connection is used
    /// for is not known then.
    Untrusted,
    /// Connections are reset; while it is so on both roads nobody listens at all.
    Refused,
}

/// The weather everywhere.
#[derive(Debug, Clone)]
pub struct Sky {
    pub rest: Weather,
    pub socket: Weather,
    /// Connections before this one are reset.
    pub cut_before: u64,
    /// Connections before this one carry nothing any more.
    pub stranded_before: u64,
    /// The same for sockets alone.
    pub sockets_stranded_before: u64,
}

impl Sky {
    pub const CLEAR: Self = Self {
        rest: Weather::Clear,
        socket: Weather::Clear,
        cut_before: 0,
        stranded_before: 0,
        sockets_stranded_before: 0,
    };

    pub fn is_dark(&self) -> bool {
        self.rest == Weather::Refused && self.socket == Weather::Refused
    }

    pub fn is_untrusted(&self) -> bool {
        self.rest == Weather::Untrusted && self.socket == Weather::Untrusted
    }

    fn over(&self, road: Road, number: u64) -> Weather {
        if number < self.cut_before {
            return Weather::Refused;
        }
        if number < self.stranded_before || road == Road::Socket && number < self.sockets_stranded_before {
            return Weather::Silence;
        }
        match road {
            Road::Rest => self.rest,
            Road::Socket => self.socket,
        }
    }
}

/// The weather over one connection.
#[derive(Clone)]
pub struct Outlook {
    sky: watch::Receiver<Sky>,
    road: Road,
    number: u64,
}

impl Outlook {
    pub fn new(sky: watch::Receiver<Sky>, road: Road, number: u64) -> Self {
        Self { sky, road, number }
    }

    pub fn weather(&mut self) -> Weather {
        self.sky.borrow_and_update().over(self.road, self.number)
    }

    /// Waits until it may have changed; false when the proxy is gone.
    pub async fn turns(&mut self) -> bool {
        self.sky.changed().await.is_ok()
    }
}
