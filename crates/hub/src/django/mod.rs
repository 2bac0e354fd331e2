//! TakeCare's web site in Django: working beside it on its own database, and moving away from it.
//!
//! Beside it, Django's tables and the hub's own are kept alike by triggers (`mirror`): what Django writes is noted in its own
//! transaction and taken over by `worker`; what the hub writes is written into Django's tables at once. Signing in stays with
//! Django: `session` reads what it signed.

pub mod columns;
mod mirror;
pub mod rows;
mod session;
mod signing;
mod worker;

pub use session::Django;
pub use signing::{NoSecretKey, SecretKeys};
pub use worker::{Taken, work};

use crate::sessions::Sessions;
use crate::{Error, Office};

impl Office {
    /// The same beside a Django on the same PostgreSQL database, which signs its sessions with these keys. What it wrote while
    /// no hub was there is taken over before this returns.
    ///
    /// # Errors
    /// [`Error::NeedsPostgres`], [`Error::NotTakeCare`], [`Error::NoMirror`], or when the database can't be used.
    pub async fn beside(self, keys: SecretKeys) -> Result<Self, Error> {
        self.store.read(columns::check).await?;
        self.store.read(mirror::check).await?;
        let office = Self { sessions: Sessions::Django(Django::new(keys)), ..self };
        office.take_over_all().await?;
        Ok(office)
    }

    /// Refuses to do without a Django that the database is kept alike with.
    pub(crate) async fn check_alone(&self) -> Result<(), Error> {
        if self.is_beside() { Ok(()) } else { self.store.read(mirror::check_absent).await }
    }

    /// Whether people are Django's.
    pub(crate) fn is_beside(&self) -> bool {
        matches!(self.sessions, Sessions::Django(_))
    }
}
