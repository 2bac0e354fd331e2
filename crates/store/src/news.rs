//! What is new to the user: handed out once, ever, and that is kept with the rows.

use protocol::Notification;

use crate::inbox::{Inbox, last_seq, open_all};
use crate::rescue::REFILL;
use crate::row::{COLUMNS, StoredRow};
use crate::{Changes, Store, StoreError};

impl Store {
    /// As [`Self::receive`], and hands out what is unannounced as [`Self::take_unannounced`] does, in one transaction: a
    /// toast waits for the disk once.
    ///
    /// # Errors
    /// Nothing is kept and nothing handed out then.
    pub fn receive_news(&mut self, pushed: &[Notification]) -> Result<(Changes, Vec<StoredRow>), StoreError> {
        let mut news = Vec::new();
        let changes = self.write(|inbox, changes| {
            inbox.receive(pushed, changes)?;
            news = inbox.take_unannounced()?;
            Ok(())
        })?;
        Ok((changes, news))
    }

    /// The rows that arrived since the last call and are still unread, oldest first. They are handed out once, ever.
    /// Damaged ones are left out; so is what the server tells again first after a damage that left no row.
    ///
    /// # Errors
    /// Nothing is handed out then.
    pub fn take_unannounced(&mut self) -> Result<Vec<StoredRow>, StoreError> {
        let mut news = Vec::new();
        self.write(|inbox, _| {
            news = inbox.take_unannounced()?;
            Ok(())
        })?;
        Ok(news)
    }

    /// The newest unread rows, at most `limit`; damaged ones are left out.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn newest_unread(&self, limit: u32) -> Result<Vec<StoredRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM inbox WHERE status = 0 AND snoozed = 0
                           ORDER BY date DESC, inbox.seq DESC LIMIT ?"
        );
        open_all(&self.db, &sql, [limit], &self.keys)
    }
}

impl Inbox<'_> {
    fn take_unannounced(&self) -> Result<Vec<StoredRow>, StoreError> {
        let announced = "SELECT coalesce((SELECT value FROM meta WHERE name = 'announced'), 0)";
        let announced: i64 = self.db.prepare_cached(announced)?.query_row([], |row| row.get(0))?;
        let last = last_seq(self.db)?;
        if announced == last {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT {COLUMNS} FROM inbox WHERE inbox.seq > ? AND status = 0 AND snoozed = 0
                           ORDER BY inbox.seq"
        );
        let again = self.db.prepare_cached("DELETE FROM meta WHERE name = ?")?.execute([REFILL])? > 0;
        let fresh = if again { Vec::new() } else { open_all(self.db, &sql, [announced], self.keys)? };
        // Past those that came as read, too: one that is marked unread later is no news.
        let keep = "INSERT INTO meta VALUES ('announced', ?1) ON CONFLICT (name) DO UPDATE SET value = ?1";
        self.db.prepare_cached(keep)?.execute([last])?;
        Ok(fresh)
    }
}
