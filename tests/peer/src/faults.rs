use serde::Serialize;

/// What a connect does with rows that no socket was sent (section 3.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Replay {
    /// Closes all of the user's sockets with 1011, as deployed.
    Crash,
    /// Sends at most fifty, newest first, to all of the user's sockets.
    Works,
    /// Does nothing.
    Off,
}

/// Which change loses when a delivery and a mark by REST meet (section 4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LostUpdate {
    /// None.
    Off,
    /// The mark, although it was answered with success.
    Mark,
    /// The delivery stamp, so that the next connect meets the replay.
    Stamp,
}

/// Which faults to switch; what is `None` stays as it is. Without any switching they are as the deployed server's,
/// but for lost updates and empty acknowledgements, which need an unlucky moment there.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Faults {
    /// What a connect does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replay: Option<Replay>,
    /// Whether at most a hundred messages wait for a socket and the others are dropped (section 8).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lose_in_bursts: Option<bool>,
    /// Who loses the race.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost_update: Option<LostUpdate>,
    /// Whether what a socket is told to mark is acknowledged and nothing more (section 4).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub empty_acks: Option<bool>,
    /// Django's `ALLOWED_HOSTS`, at the start `["*"]` (section 2.2); `127.0.0.1` is always added, else the peer
    /// could not be talked to any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_hosts: Option<Vec<String>>,
}
