use serde::Serialize;

/// A notification that is to be sent.
#[derive(Clone, Serialize)]
pub struct Draft {
    /// The text.
    pub message: String,
    /// The type; nothing checks it.
    #[serde(rename = "type")]
    pub kind: String,
    /// The type of the related object.
    pub related_type: Option<String>,
    /// Its id; dropped unless it is a UUID.
    pub related_id: Option<String>,
    /// Whether the stored text differs from the pushed one (section 3.1).
    pub sensitive: bool,
}

impl Draft {
    /// One that points to nothing.
    pub fn new(kind: impl Into<String>, message: impl Into<String>) -> Self {
        Self { message: message.into(), kind: kind.into(), related_type: None, related_id: None, sensitive: false }
    }
}
