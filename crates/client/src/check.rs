//! One comparison with the server: how much to ask for, the asking, and what the answer means.

use std::mem::take;

use protocol::{Notification, NotificationId, Row};
use store::{Coverage, Tally};

use crate::account::Cookies;
use crate::error::ServerError;
use crate::greeting::Greeting;
use crate::rest::Rest;

/// The status of a cursor that is not known any more.
const GONE: u16 = 410;

/// How much of the server's list to read. Two requests tell whether more than the first is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// The counts and the newest ten.
    Glance,
    /// The newest so many.
    Newest(u32),
    /// All.
    Everything,
}

impl Depth {
    /// For a check that compares rows; the deployed server takes half a second for so many (section 5.1).
    pub const THOROUGH: Self = Self::Newest(500);
}

/// What the server said.
#[derive(Debug, Default)]
pub struct Told {
    /// Rows; where one stands twice, the later one is as it is now.
    pub rows: Vec<Notification>,
    /// Whose they are.
    pub receiver: Receiver,
    /// What it has no longer.
    pub gone: Vec<NotificationId>,
    /// What the rows account for.
    pub covers: Coverage,
    /// Its own counts.
    pub tally: Tally,
    /// From where on to ask for changes the next time, if it can tell.
    pub cursor: Option<String>,
}

/// The user whom rows belong to, as the first of them tells.
#[derive(Debug, Default)]
pub struct Receiver {
    /// The e-mail address.
    pub email: String,
    /// The name.
    pub name: String,
}

impl Told {
    /// Keeps of each row what will be stored.
    fn take(&mut self, rows: impl IntoIterator<Item = Row>) {
        for mut row in rows {
            if self.receiver.name.is_empty() {
                self.receiver = Receiver { email: take(&mut row.receiver_email), name: take(&mut row.receiver_name) };
            }
            self.rows.push(row.into());
        }
    }
}

/// Asks. Rows beyond a page come from one request, so they are consistent in themselves (protocol.md, section 5.1). From a
/// server that can tell, what changed since the cursor comes first; then the depth is only for what was never seen.
pub async fn ask(
    rest: &Rest,
    cookies: &Cookies,
    greeting: &Greeting,
    depth: Depth,
    cursor: Option<&str>,
) -> Result<Told, ServerError> {
    let (told, depth) = if greeting.ask(rest).await?.changes {
        match (changes(rest, cookies, cursor).await, cursor) {
            (Ok(told), Some(_)) => (told, depth),
            (Ok(told), None) => (told, Depth::Everything),
            (Err(ServerError::Status(GONE)), Some(_)) => (changes(rest, cookies, None).await?, Depth::Everything),
            (Err(error), _) => return Err(error),
        }
    } else {
        (counts(rest, cookies).await?, depth)
    };
    read(rest, cookies, depth, told).await
}

/// The counts and the newest ten.
async fn counts(rest: &Rest, cookies: &Cookies) -> Result<Told, ServerError> {
    let page = rest.first_page(cookies).await?;
    let unread = rest.unread_count(cookies).await?.unread_count;
    let tally = Tally { total: narrow(page.count), unread: narrow(unread) };
    // A page is counted and cut in two steps: what it lacks proves nothing.
    let mut told = Told { tally, ..Told::default() };
    told.take(page.results);
    Ok(told)
}

/// Everything that changed since the cursor; without one, the place from which on to ask.
async fn changes(rest: &Rest, cookies: &Cookies, since: Option<&str>) -> Result<Told, ServerError> {
    let mut told = Told::default();
    let mut since = since.map(str::to_owned);
    loop {
        let page = rest.changes(cookies, since.as_deref()).await?;
        for change in page.changes {
            match change.row {
                Some(row) => told.take([row]),
                None => told.gone.push(change.id),
            }
        }
        let moved = since.as_ref() != Some(&page.cursor);
        since = Some(page.cursor);
        if !page.more || !moved {
            let tally = Tally { total: narrow(page.count), unread: narrow(page.unread_count) };
            return Ok(Told { tally, cursor: since, ..told });
        }
    }
}

/// Reads the newest rows too, as deep as is asked for.
async fn read(rest: &Rest, cookies: &Cookies, depth: Depth, mut told: Told) -> Result<Told, ServerError> {
    let limit = match depth {
        Depth::Glance => return Ok(told),
        Depth::Newest(limit) => limit,
        // Some more may arrive before the answer is made.
        Depth::Everything => told.tally.total.saturating_add(100),
    };
    let list = rest.newest(cookies, limit).await?;
    told.covers = coverage(&list, limit);
    told.take(list.results);
    Ok(told)
}

/// With `limit`, `count` is how many were returned (section 5.1): fewer than asked for means all there are, and more than
/// we could read means that some are there which we don't see.
fn coverage(list: &protocol::List, limit: u32) -> Coverage {
    if list.count != list.results.len() as u64 {
        return Coverage::RowsOnly;
    }
    match list.results.last() {
        Some(oldest) if list.count >= u64::from(limit) => Coverage::DownTo(oldest.date),
        None if limit == 0 => Coverage::RowsOnly,
        _ => Coverage::Everything,
    }
}

/// Whether to look deeper after an answer was taken in: `None` when the stored set is the server's.
///
/// `held` is what is stored now, `reach` how many rows must be seen to verify the pending actions.
pub fn deeper(asked: Depth, told: Tally, held: Tally, reach: u32) -> Option<Depth> {
    let agreed = told == held && (reach == 0 || asked != Depth::Glance);
    if agreed || asked == Depth::Everything {
        return None;
    }
    let wanted = told.total.saturating_sub(held.total).saturating_add(16).max(reach.saturating_add(1)).max(64);
    match asked {
        Depth::Glance if wanted < told.total => Some(Depth::Newest(wanted)),
        _ => Some(Depth::Everything),
    }
}

pub fn narrow(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EQUAL: Tally = Tally { total: 5000, unread: 12 };

    #[test]
    fn rows_that_can_not_be_read_prove_nothing_deleted() {
        let list = |count| protocol::List { results: Vec::new(), count, page: 1, total_pages: 1, is_dropdown: None };
        assert_eq!(coverage(&list(0), 64), Coverage::Everything);
        assert_eq!(coverage(&list(1), 64), Coverage::RowsOnly);
        assert_eq!(coverage(&list(0), 0), Coverage::RowsOnly);
    }

    #[test]
    fn equal_counts_need_no_more_than_a_glance() {
        assert_eq!(deeper(Depth::Glance, EQUAL, EQUAL, 0), None);
    }

    #[test]
    fn a_few_missing_ones_do_not_cost_a_full_read() {
        let held = Tally { total: 4970, unread: 0 };
        assert_eq!(deeper(Depth::Glance, EQUAL, held, 0), Some(Depth::Newest(64)));
        assert_eq!(deeper(Depth::Newest(64), EQUAL, EQUAL, 0), None);
        assert_eq!(deeper(Depth::Newest(64), EQUAL, held, 0), Some(Depth::Everything), "it was not among the newest");
        assert_eq!(deeper(Depth::Everything, EQUAL, held, 0), None, "more can't be known");
    }

    #[test]
    fn an_old_pending_action_is_looked_for_where_it_is() {
        assert_eq!(deeper(Depth::Glance, EQUAL, EQUAL, 900), Some(Depth::Newest(901)));
        assert_eq!(deeper(Depth::Newest(901), EQUAL, EQUAL, 900), None);
    }

    #[test]
    fn a_small_list_is_read_whole() {
        let told = Tally { total: 40, unread: 1 };
        assert_eq!(deeper(Depth::Glance, told, Tally { total: 12, unread: 0 }, 0), Some(Depth::Everything));
    }
}
