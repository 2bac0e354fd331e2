use jiff::Timestamp;
use protocol::{NotificationId, Related};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::StoreError;
use crate::keys::Keys;
use crate::row::{Clear, StatusCode};

/// Sealed values are padded to a multiple of this many bytes, so that their size says little about their text.
const PADDING: usize = 64;

/// What of a notification nobody else may read. What is empty is left out: a row whose text is given up gets shorter, never
/// longer, so that SQLite has no reason to split a page and leave copies of its neighbours behind.
#[derive(Serialize, Deserialize)]
pub struct Body {
    pub id: NotificationId,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub related: Related,
    /// When the user wants to come back to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
}

impl Body {
    /// Only the id: enough to know a late replay of a row as old.
    pub fn bare(id: NotificationId) -> Self {
        Self { id, message: String::new(), related: Related::default(), due: None }
    }
}

fn is_nothing(related: &Related) -> bool {
    *related == Related::default()
}

impl Keys {
    /// Seals `body` for the row whose clear columns are `clear`: it opens with exactly these only.
    pub fn seal(&self, clear: &Clear, body: &Body) -> Result<Vec<u8>, StoreError> {
        let mut plain = Zeroizing::new(serde_json::to_vec(body).map_err(|_| StoreError::Damaged)?);
        let padded = plain.len().next_multiple_of(PADDING);
        plain.resize(padded, b' ');
        self.cipher().seal(&self.binding(clear), &plain)
    }

    /// Opens what [`Self::seal`] made, and sees that it is the row that its tag says.
    pub fn open(&self, clear: &Clear, sealed: &[u8]) -> Result<Body, StoreError> {
        let plain = self.cipher().open(&self.binding(clear), sealed)?;
        let body: Body = serde_json::from_slice(&plain).map_err(|_| StoreError::Damaged)?;
        if self.tag(body.id) == clear.tag { Ok(body) } else { Err(StoreError::Damaged) }
    }

    /// Everything that stands in the clear, so that none of it can be changed, or moved to another row, epoch or account.
    fn binding(&self, clear: &Clear) -> Vec<u8> {
        let numbers = [self.epoch, clear.seq, clear.date].map(i64::to_be_bytes).concat();
        let states = [clear.shown(), clear.server.code(), clear.follow_up.into()];
        [b"row 1", self.account.bytes(), &numbers, &clear.tag, &states, clear.kind.as_str().as_bytes()].concat()
    }
}
