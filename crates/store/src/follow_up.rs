use jiff::Timestamp;
use protocol::NotificationId;

use crate::row::Clear;
use crate::seal::Body;
use crate::{Changes, Store, StoreError};

/// What the user wants to come back to. Only this desktop knows of it: the server is told nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct FollowUp {
    /// When at the latest, if the user said so. It is sealed: from the files nobody learns it.
    pub due: Option<Timestamp>,
}

impl Store {
    /// Marks rows for follow-up, or takes the marks off. Rows that are not shown any more are passed over.
    ///
    /// # Errors
    /// Nothing is changed then.
    pub fn follow_up(&mut self, ids: &[NotificationId], mark: Option<FollowUp>) -> Result<Changes, StoreError> {
        self.write(|inbox, changes| {
            for id in ids {
                let Some((was, Some(body))) = inbox.find(inbox.keys.tag(*id))? else { continue };
                let due = mark.and_then(|mark| mark.due);
                if !was.is_shown() || (was.follow_up, body.due) == (mark.is_some(), due) {
                    continue;
                }
                changes.any = true;
                changes.marked.push((*id, was.follow_up.then_some(FollowUp { due: body.due })));
                inbox.update(
                    &Clear { follow_up: mark.is_some(), ..was },
                    &Body { due, told: false, ..body },
                    changes,
                )?;
            }
            Ok(())
        })
    }
}
