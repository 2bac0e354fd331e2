use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What the window is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum View {
    /// Whatever it shows.
    Any,
    /// One notification.
    Row {
        /// Which.
        id: Uuid,
    },
    /// The page of settings.
    Settings,
    /// The question whether signing out is meant.
    SignOut,
}

impl From<Option<Uuid>> for View {
    /// A row, if there is one.
    fn from(row: Option<Uuid>) -> Self {
        row.map_or(Self::Any, |id| Self::Row { id })
    }
}
