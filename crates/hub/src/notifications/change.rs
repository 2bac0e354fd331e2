use protocol::{NotificationId, Status};
use rusqlite::{Connection, params};

use crate::{Error, UserId};

/// Sets the status of an own notification that is not deleted; false when there is none.
///
/// Only the status is written, so no delivery stamp can be lost (section 4.3 tells how the deployed server loses them).
pub fn set_status(db: &Connection, user: UserId, id: NotificationId, status: Status) -> Result<bool, Error> {
    let sql = "UPDATE notification SET status = ? WHERE receiver = ? AND id = ? AND status <> 'DELETED'";
    Ok(db.execute(sql, params![status.as_str(), user.to_string(), id.to_string()])? > 0)
}

/// The same for a deleted one too, which then reappears: what `mark_read` on the socket does (section 4).
pub fn set_status_of_any(db: &Connection, user: UserId, id: NotificationId, status: Status) -> Result<(), Error> {
    let sql = "UPDATE notification SET status = ? WHERE receiver = ? AND id = ?";
    db.execute(sql, params![status.as_str(), user.to_string(), id.to_string()])?;
    Ok(())
}

/// Marks all unread ones of a user as read.
pub fn mark_all_read(db: &Connection, user: UserId) -> Result<(), Error> {
    let sql = "UPDATE notification SET status = 'READ' WHERE receiver = ? AND status = 'UNREAD'";
    db.execute(sql, [user.to_string()])?;
    Ok(())
}

/// Removes an own notification for good; false when there is none.
pub fn remove(db: &Connection, user: UserId, id: NotificationId) -> Result<bool, Error> {
    let sql = "DELETE FROM notification WHERE receiver = ? AND id = ? AND status <> 'DELETED'";
    Ok(db.execute(sql, params![user.to_string(), id.to_string()])? > 0)
}
