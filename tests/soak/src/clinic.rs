use std::collections::BTreeMap;

use bridge::{Filter, Request};
use conformance::{Told, Visitor, Ward};
use protocol::Status;
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

use crate::book::{Book, Owner, kind};
use crate::site::Site;
use crate::step::{Change, Deed, Pick};
use crate::user::User;

/// The people: those who send, Ada at her desktop, and Ada in her browser elsewhere, with a way of its own.
pub struct Clinic<S> {
    /// The server.
    pub ward: Ward<S>,
    /// Ada at her desktop.
    pub user: User,
    /// What must be true in the end.
    pub book: Book,
    web: Visitor,
}

impl<S: Site> Clinic<S> {
    /// Nothing has happened yet.
    pub async fn open(ward: Ward<S>, user: User) -> Self {
        let web = ward.signed_in(&ward.ada).await;
        Self { ward, user, book: Book::default(), web }
    }

    /// Does something; what it came to, or `None` when there was nothing to do it with.
    pub async fn does(&mut self, deed: &Deed) -> Option<&'static str> {
        match deed {
            Deed::Push(count) => {
                let kind = self.book.next_kind();
                let ids = self.ward.server.send_many(self.ward.ada.id, told(&kind), *count).await;
                self.book.add(ids);
                Some("sent")
            }
            Deed::Book(count) => {
                let kind = self.book.next_kind();
                let ids = self.ward.server.book_many(self.ward.ada.id, told(&kind), *count).await;
                self.book.add(ids);
                Some("written")
            }
            Deed::Elsewhere(change, pick) => self.changes_elsewhere(*change, *pick).await,
            Deed::Act(wanted, pick) => self.acts(*wanted, *pick).await,
            Deed::MarkShown(pick) => self.marks_shown(*pick).await,
        }
    }

    async fn changes_elsewhere(&mut self, change: Change, pick: Pick) -> Option<&'static str> {
        let id = pick.of(&self.book.rows_of(Owner::Elsewhere))?;
        let (request, status) = match change {
            Change::To(Status::Read) => (self.web.call(Method::POST, &format!("{id}/mark-read/")), Status::Read),
            Change::To(Status::Unread) => {
                let request = self.web.call(Method::PATCH, &format!("{id}/"));
                (request.json(&json!({ "status": "UNREAD" })), Status::Unread)
            }
            Change::To(Status::Deleted) => {
                (self.web.call(Method::POST, &format!("{id}/mark-deleted/")), Status::Deleted)
            }
            Change::Erase => (self.web.call(Method::DELETE, &format!("{id}/")), Status::Deleted),
        };
        let answer = request.send().await.unwrap();
        assert!(answer.status().is_success(), "{change:?} elsewhere: {}", answer.status());
        self.book.change(id, status, true);
        Some("changed elsewhere")
    }

    async fn acts(&mut self, wanted: Status, pick: Pick) -> Option<&'static str> {
        let id = pick.of(&self.book.rows_of(Owner::User))?;
        if !self.user.sees(id).await {
            return None;
        }
        let answered = self.user.acts(id, wanted).await;
        self.book.change(id, wanted, answered);
        Some(if answered { "acted" } else { "acted without answer" })
    }

    async fn marks_shown(&mut self, pick: Pick) -> Option<&'static str> {
        let batch = pick.of(&self.book.batches_of_user())?;
        let filter = Filter { kind: Some(kind(batch)), ..Filter::default() };
        let page = self.user.lists(filter.clone(), None, 0).await?;
        let answered = self.user.asks(Request::MarkShown { filter, last: page.last }).await.is_some();
        for row in page.rows {
            self.book.change(row.id, Status::Read, answered);
        }
        Some(if answered { "marked shown" } else { "marked shown without answer" })
    }

    /// What the server has, without deleted ones.
    pub async fn set(&self) -> BTreeMap<Uuid, Status> {
        let rows = self.ward.server.rows(self.ward.ada.id).await.into_iter();
        let rows = rows.map(|row| (row.id, serde_json::from_value(json!(row.status)).unwrap()));
        rows.filter(|(_, status)| *status != Status::Deleted).collect()
    }

    /// The server's own count of unread ones.
    pub async fn unread(&self) -> u64 {
        self.web.get("unread-count/").await["unread_count"].as_u64().unwrap()
    }
}

fn told(kind: &str) -> Told<'_> {
    Told { kind, message: "Results are ready", related: None }
}
