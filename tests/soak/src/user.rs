use std::collections::BTreeMap;

use bridge::{Address, Answer, Cursor, Filter, Page, Request, Role, Snapshot};
use protocol::Status;
use uuid::Uuid;

/// The most rows one question brings.
const PAGE: u32 = 500;

/// The user at the desktop. The agent may die while it is asked: then there is no answer.
pub struct User {
    /// Where the agent is.
    pub agent: Address,
}

impl User {
    /// Asks the agent.
    pub async fn asks(&self, request: Request) -> Option<Answer> {
        let (agent, _) = bridge::connect(&self.agent, Role::CommandLine).await.ok()?;
        agent.ask(request).await.ok()
    }

    /// Whether the desktop has this row.
    pub async fn sees(&self, id: Uuid) -> bool {
        matches!(self.asks(Request::Get { id }).await, Some(Answer::Row(_)))
    }

    /// Wants a row to be so; whether the agent has kept that.
    pub async fn acts(&self, id: Uuid, wanted: Status) -> bool {
        let ids = vec![id];
        let request = match wanted {
            Status::Unread => Request::MarkUnread { ids },
            Status::Read => Request::MarkRead { ids },
            Status::Deleted => Request::Delete { ids },
        };
        self.asks(request).await.is_some()
    }

    /// A page of a list.
    pub async fn lists(&self, filter: Filter, through: Option<Cursor>, skip: u32) -> Option<Page> {
        match self.asks(Request::List { filter, through, skip, limit: PAGE }).await? {
            Answer::Page(page) => Some(page),
            other => panic!("{other:?} is no page"),
        }
    }

    /// How things stand.
    pub async fn looks(&self) -> Option<Snapshot> {
        match self.asks(Request::Snapshot).await? {
            Answer::Snapshot(snapshot) => Some(snapshot),
            other => panic!("{other:?} is no snapshot"),
        }
    }

    /// Everything the desktop has.
    pub async fn set(&self) -> Option<BTreeMap<Uuid, Status>> {
        let (mut set, mut through, mut skip) = (BTreeMap::new(), None, 0);
        loop {
            let page = self.lists(Filter::default(), through.clone(), skip).await?;
            set.extend(page.rows.into_iter().map(|row| (row.id, status(row.status))));
            skip += PAGE;
            if skip >= page.total {
                return Some(set);
            }
            through.get_or_insert(page.last);
        }
    }
}

fn status(shown: bridge::Status) -> Status {
    match shown {
        bridge::Status::Unread => Status::Unread,
        bridge::Status::Read => Status::Read,
    }
}
