use bridge::Gap;
use jiff::Timestamp;

/// What is known of the watch over the server's set: the receipt that the user can trust.
#[derive(Debug, Default)]
pub struct Coverage {
    /// When the stored set was last equal to the server's.
    pub checked: Option<Timestamp>,
    /// Since when the watch is unbroken.
    pub since: Option<Timestamp>,
    /// The last gap in the watch that was closed.
    pub gap: Option<Gap>,
    /// The gap that goes on: its beginning, and how many notifications came since.
    open: Option<(Timestamp, u32)>,
    /// Whether the socket is open again in a gap, so that the check that follows tells what came meanwhile.
    pub catching_up: bool,
}

impl Coverage {
    /// The watch breaks. The first reason for a gap names its beginning.
    pub fn breaks(&mut self, since: Timestamp) {
        self.since = None;
        self.catching_up = false;
        self.open.get_or_insert((since, 0));
    }

    /// The socket is open, be it again.
    pub fn opened(&mut self) {
        self.catching_up = self.open.is_some();
    }

    /// So many new ones were found.
    pub fn found(&mut self, count: usize) {
        if let Some((_, came)) = &mut self.open {
            *came = came.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        }
    }

    /// The stored set is the server's.
    pub fn agreed(&mut self, now: Timestamp) {
        if let Some((from, arrived)) = self.open.take() {
            self.gap = Some(Gap { from, to: now, arrived });
        }
        self.catching_up = false;
        self.checked = Some(now);
        self.since = self.since.or(Some(now));
    }
}
