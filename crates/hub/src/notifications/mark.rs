use jiff::Timestamp;
use protocol::{NotificationId, Status};

use super::journal;
use crate::store::Db;
use crate::{Error, UserId};

/// Sets the status of an own notification that is not deleted; false when there is none.
///
/// Only the status is written, so no delivery stamp can be lost (section 4.3 tells how the deployed server loses them).
pub fn set_status(db: &Db<'_>, user: UserId, id: NotificationId, status: Status) -> Result<bool, Error> {
    let sql = "UPDATE notification SET status = $1 WHERE receiver = $2 AND id = $3 AND status <> 'DELETED'";
    Ok(db.execute(sql, &[&status.as_str(), &user.to_string(), &id.to_string()])? > 0)
}

/// Marks an own notification as read, a deleted one too, which then reappears: what `mark_read` on the socket does
/// (section 4). False when there is none.
pub fn mark_any_read(db: &Db<'_>, user: UserId, id: NotificationId) -> Result<bool, Error> {
    let sql = "UPDATE notification SET status = 'READ' WHERE receiver = $1 AND id = $2";
    Ok(db.execute(sql, &[&user.to_string(), &id.to_string()])? > 0)
}

/// Marks all unread ones of a user as read; false when there are none.
pub fn mark_all_read(db: &Db<'_>, user: UserId) -> Result<bool, Error> {
    let sql = "UPDATE notification SET status = 'READ' WHERE receiver = $1 AND status = 'UNREAD'";
    Ok(db.execute(sql, &[&user.to_string()])? > 0)
}

/// Removes an own notification for good; false when there is none. That it was there is remembered for a while.
pub fn remove(db: &Db<'_>, user: UserId, id: NotificationId, now: Timestamp) -> Result<bool, Error> {
    let sql = "DELETE FROM notification WHERE receiver = $1 AND id = $2 AND status <> 'DELETED'";
    let found = db.execute(sql, &[&user.to_string(), &id.to_string()])? > 0;
    if found {
        journal::note_removal(db, user, id, now)?;
    }
    Ok(found)
}

/// Removes so many notifications, deleted ones too, that are older than this, and tells whose they were. Of these, too, it is
/// remembered for a while that they were there, so that clients let go of them.
pub fn remove_older(db: &Db<'_>, oldest: Timestamp, most: i64, now: Timestamp) -> Result<Vec<UserId>, Error> {
    let sql = "DELETE FROM notification WHERE seq IN (SELECT seq FROM notification WHERE date < $1 LIMIT $2)
               RETURNING receiver, id";
    let removed = db.rows(sql, &[&oldest.as_microsecond(), &most])?;
    let mut receivers = Vec::with_capacity(removed.len());
    for row in removed {
        let receiver = UserId(row.parsed(0)?);
        journal::note_removal(db, receiver, NotificationId(row.parsed(1)?), now)?;
        receivers.push(receiver);
    }
    Ok(receivers)
}
