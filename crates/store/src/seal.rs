use jiff::Timestamp;
use protocol::{Notification, NotificationId, Related};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::StoreError;
use crate::cipher::{HEAD, TAG};
use crate::keys::Keys;
use crate::row::{Clear, StatusCode};

/// Sealed values are padded to a multiple of this many bytes, so that their size says little about their text.
const PADDING: usize = 64;

/// What of a notification nobody else may read.
pub struct Body {
    pub id: NotificationId,
    pub message: String,
    pub related: Related,
    /// When the user wants to come back to it.
    pub due: Option<Timestamp>,
    /// Whether the user was told that this time has come.
    pub told: bool,
    /// Until when it is snoozed.
    pub until: Option<Timestamp>,
}

impl Body {
    /// Only the id: enough to know a late replay of a row as old. What is written is shorter then, never longer, so that
    /// SQLite has no reason to split a page and leave copies of its neighbours behind.
    pub fn bare(id: NotificationId) -> Self {
        Self { id, message: String::new(), related: Related::default(), due: None, told: false, until: None }
    }
}

/// A body as it is written, in postcard's format. Neither fields nor their order ever change: other ones are another version
/// of [`Keys::binding`].
#[derive(Serialize, Deserialize)]
pub struct Written<'a> {
    id: Uuid,
    pub message: &'a str,
    related_kind: Option<&'a str>,
    #[serde(borrow)]
    related_id: Option<ObjectId<'a>>,
    /// Nanoseconds since 1970, UTC.
    due: Option<i128>,
    told: bool,
    /// Nanoseconds since 1970, UTC.
    until: Option<i128>,
}

/// The id of an object of the server's; a UUID takes half the room as a number.
#[derive(Serialize, Deserialize)]
enum ObjectId<'a> {
    Uuid(Uuid),
    Other(&'a str),
}

impl<'a> From<&'a str> for ObjectId<'a> {
    fn from(text: &'a str) -> Self {
        match text.parse::<Uuid>() {
            Ok(uuid) if uuid.hyphenated().encode_lower(&mut Uuid::encode_buffer()) == text => Self::Uuid(uuid),
            _ => Self::Other(text),
        }
    }
}

impl From<ObjectId<'_>> for String {
    fn from(id: ObjectId<'_>) -> Self {
        match id {
            ObjectId::Uuid(uuid) => uuid.to_string(),
            ObjectId::Other(text) => text.to_owned(),
        }
    }
}

impl<'a> Written<'a> {
    fn of(id: NotificationId, message: &'a str, related: &'a Related) -> Self {
        let (related_kind, related_id) = (related.kind.as_deref(), related.id.as_deref().map(ObjectId::from));
        Self { id: id.0, message, related_kind, related_id, due: None, told: false, until: None }
    }
}

impl<'a> From<&'a Body> for Written<'a> {
    fn from(of: &'a Body) -> Self {
        let [due, until] = [of.due, of.until].map(|time| time.map(Timestamp::as_nanosecond));
        Self { due, told: of.told, until, ..Self::of(of.id, &of.message, &of.related) }
    }
}

impl<'a> From<&'a Notification> for Written<'a> {
    fn from(of: &'a Notification) -> Self {
        Self::of(of.id, &of.message, &of.related)
    }
}

impl TryFrom<Written<'_>> for Body {
    type Error = StoreError;

    fn try_from(of: Written<'_>) -> Result<Self, StoreError> {
        let time =
            |time: Option<i128>| time.map(Timestamp::from_nanosecond).transpose().map_err(|_| StoreError::Damaged);
        let (due, until) = (time(of.due)?, time(of.until)?);
        let related = Related { kind: of.related_kind.map(str::to_owned), id: of.related_id.map(String::from) };
        Ok(Self { id: NotificationId(of.id), message: of.message.to_owned(), related, due, told: of.told, until })
    }
}

impl Written<'_> {
    /// It takes no more bytes than that.
    fn longest(&self) -> usize {
        /// Beside the texts: numbers, the lengths of texts, and what of all that there is.
        const REST: usize = 128;
        let object =
            self.related_id.as_ref().map_or(0, |id| if let ObjectId::Other(text) = id { text.len() } else { 0 });
        self.message.len() + self.related_kind.map_or(0, str::len) + object + REST
    }
}

/// What a row had sealed.
pub struct Unsealed(Vec<u8>);

impl Unsealed {
    pub fn written(&self) -> Result<Written<'_>, StoreError> {
        let (written, _padding) = postcard::take_from_bytes(&self.0).map_err(|_| StoreError::Damaged)?;
        Ok(written)
    }
}

impl Keys {
    /// Seals a body for the row whose clear columns are `clear`: it opens with exactly these only.
    pub fn seal<'a>(&self, clear: &Clear, body: impl Into<Written<'a>>) -> Result<Vec<u8>, StoreError> {
        let body = body.into();
        // It must not move while it grows: what moves leaves a copy behind.
        let mut value = Vec::with_capacity(HEAD + body.longest() + PADDING + TAG);
        value.resize(HEAD, 0);
        let mut value = postcard::to_extend(&body, value).map_err(|_| StoreError::Damaged)?;
        value.resize(HEAD + (value.len() - HEAD).next_multiple_of(PADDING), 0);
        self.cipher().seal(&self.binding(clear), value)
    }

    /// Opens what [`Self::seal`] made.
    pub fn open(&self, clear: &Clear, sealed: Vec<u8>) -> Result<Body, StoreError> {
        self.unseal(clear, sealed)?.written()?.try_into()
    }

    /// As [`Self::open`], without copies. The tag is bound like everything else: that it is the id's was seen to when the row
    /// was made.
    pub fn unseal(&self, clear: &Clear, sealed: Vec<u8>) -> Result<Unsealed, StoreError> {
        self.cipher().open(&self.binding(clear), sealed).map(Unsealed)
    }

    /// Everything that stands in the clear, so that none of it can be changed, or moved to another row, epoch or account.
    fn binding(&self, clear: &Clear) -> Vec<u8> {
        let [epoch, seq, date] = [self.epoch, clear.seq, clear.date].map(i64::to_be_bytes);
        let states = [clear.shown(), clear.server.code(), clear.follow_up.into(), clear.snoozed.into()];
        let kind = clear.kind.as_str().as_bytes();
        [b"row 1", self.account.bytes(), &epoch, &seq, &date, &clear.tag, &states, kind].concat()
    }
}
