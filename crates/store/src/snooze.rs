use jiff::Timestamp;
use protocol::{NotificationId, Status};

use crate::row::Clear;
use crate::seal::Body;
use crate::{Changes, Store, StoreError};

impl Store {
    /// Snoozes unread rows until a time, or wakes them now; the others are passed over. Only this desktop knows of it: the
    /// server is told nothing.
    ///
    /// # Errors
    /// Nothing is changed then.
    pub fn snooze(&mut self, ids: &[NotificationId], until: Option<Timestamp>) -> Result<Changes, StoreError> {
        self.write(|inbox, changes| {
            for id in ids {
                let Some((was, Some(body))) = inbox.find(inbox.keys.tag(*id))? else { continue };
                if was.let_go || was.status != Status::Unread || !was.snoozed && until.is_none() {
                    continue;
                }
                if until.is_some() {
                    changes.quieted.push(*id);
                }
                changes.any = true;
                changes.snoozed.push((*id, body.until.filter(|_| was.snoozed)));
                inbox.update(&Clear { snoozed: until.is_some(), ..was }, &Body { until, ..body }, changes)?;
            }
            Ok(())
        })
    }
}
