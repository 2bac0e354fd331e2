use std::collections::BTreeMap;
use std::fmt;

use bridge::{Answer, Filter, Request, Snapshot, Status};
use conformance::{Server, Visitor, Ward};
use e2e::Desk;
use uuid::Uuid;

/// The most rows one question brings.
const PAGE: u32 = 500;

/// What must be the same on both sides.
#[derive(PartialEq, Eq)]
pub struct Inbox {
    /// Whether each is unread.
    set: BTreeMap<Uuid, bool>,
    /// The badge, and the server's `unread-count`.
    unread: u64,
}

impl Inbox {
    /// What a desktop stores, and what it says of it.
    pub async fn at_desk(desk: &Desk, state: &Snapshot) -> Self {
        let (mut set, mut through, mut skip) = (BTreeMap::new(), None, 0);
        loop {
            let list = Request::List { filter: Filter::default(), through: through.clone(), skip, limit: PAGE };
            let Ok(Answer::Page(page)) = desk.asks(list).await else { panic!("no page") };
            set.extend(page.rows.into_iter().map(|row| (row.id, row.status == Status::Unread)));
            skip += PAGE;
            if skip >= page.total {
                return Self { set, unread: state.unread.into() };
            }
            through.get_or_insert(page.last);
        }
    }

    /// What a server stores for Ada, and what it tells her browser.
    pub async fn at_server(ward: &Ward<impl Server>, web: &Visitor) -> Self {
        let rows = ward.server.rows(ward.ada.id).await.into_iter();
        let set = rows.filter(|row| row.status != "DELETED").map(|row| (row.id, row.status == "UNREAD")).collect();
        let unread = web.get("unread-count/").await["unread_count"].as_u64().unwrap();
        Self { set, unread }
    }
}

/// There may be thousands.
impl fmt::Debug for Inbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = self.set.values().filter(|unread| **unread).count();
        write!(f, "{} with {held} unread, counted as {}", self.set.len(), self.unread)
    }
}
