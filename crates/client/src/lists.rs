//! Answers what window and command line ask about stored rows.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bridge::{Answer, Cursor, Fault, FaultCode, Filter, Page};
use protocol::{Kind, NotificationId, Status};
use store::{Place, Reader, Search, Select, StoreError, Unfolded, leave_nothing};
use uuid::Uuid;

use crate::answer::nobody;
use crate::desk::Opening;
use crate::engine::{Engine, Errand, Reply, respond};
use crate::error::store_fault;
use crate::toast::Effect;
use crate::{record, view};

/// The most rows one question may bring.
const LONGEST_PAGE: u32 = 500;

impl Engine {
    /// Answered by the search that is open, if a text is looked for and there is one.
    pub(crate) fn list(&mut self, filter: Filter, after: Option<&Cursor>, limit: u32, reply: Reply) {
        let (opened, after) = match self.opened().and_then(|opened| Ok((opened, after.map(place).transpose()?))) {
            Ok(both) => both,
            Err(why) => return respond(reply, Err(why)),
        };
        let (select, limit) = (select(filter), limit.min(LONGEST_PAGE) as usize);
        let searches = select.text.as_deref().is_some_and(|text| !text.is_empty());
        let (reader, search) = (Arc::clone(&opened.reader), opened.search.clone().filter(|_| searches));
        opened.readers.spawn_blocking(move || {
            let list = leave_nothing(|| match search {
                Some(search) => {
                    let mut search = lock(&search);
                    Ok(listed(search.page(&select, after, limit)?, search.unread(&select)?))
                }
                None => {
                    let reader = lock(&reader);
                    Ok(listed(reader.page(&select, after, limit)?, reader.unread(&select)?))
                }
            });
            respond(reply, list.map_err(|error: StoreError| store_fault(&error)));
        });
    }

    pub(crate) fn get(&mut self, id: Uuid, reply: Reply) {
        self.read(reply, move |reader| get(reader, id).map(Answer::Row));
    }

    /// Answered when everything is folded; lists are answered meanwhile.
    pub(crate) fn open_search(&mut self, reply: Reply) {
        let Some(account) = self.desk.as_ref().map(|desk| desk.account.id()) else {
            return respond(reply, Err(nobody()));
        };
        let opened = match self.opened() {
            Ok(opened) if opened.search.is_some() => return respond(reply, Ok(Answer::Done)),
            Ok(opened) => opened,
            Err(why) => return respond(reply, Err(why)),
        };
        opened.searches += 1;
        let (opening, unfolded, open) = ((account, opened.searches), opened.store.search(), opened.readers.token());
        self.errands.spawn_blocking(move || {
            let search = leave_nothing(|| unfolded.and_then(Unfolded::fold)).map_err(|error| store_fault(&error));
            Errand::SearchOpened(opening, search.map(|search| (search, open)), reply)
        });
    }

    /// One that was closed, or opened once more, while it was being folded is dropped.
    pub(crate) fn search_opened(&mut self, opening: Opening, search: Search, reply: Reply) {
        let (account, number) = opening;
        let desk = self.desk.as_mut().filter(|desk| desk.account.id() == account);
        let opened = desk.and_then(|desk| desk.opened().ok());
        if let Some(opened) = opened.filter(|opened| opened.searches == number) {
            opened.search = Some(Arc::new(Mutex::new(search)));
        }
        respond(reply, Ok(Answer::Done));
    }

    /// What was kept for it is given back and wiped.
    pub(crate) fn close_search(&mut self, reply: Reply) {
        if let Ok(opened) = self.opened() {
            opened.end_search();
        }
        respond(reply, Ok(Answer::Done));
    }

    /// What was shown is looked up beside the loop, and done when it is known.
    pub(crate) fn mark_shown(&mut self, filter: Filter, last: Option<i64>, reply: Reply) {
        let (opened, last) = match self.opened().and_then(|opened| Ok((opened, last.ok_or_else(no_place)?))) {
            Ok(both) => both,
            Err(why) => return respond(reply, Err(why)),
        };
        let (reader, open) = (Arc::clone(&opened.reader), opened.readers.token());
        self.errands.spawn_blocking(move || {
            let _open = open;
            let shown = leave_nothing(|| lock(&reader).unread_through(&select(filter), last));
            let shown = shown.map(|ids| ids.into_iter().map(|id| id.0).collect());
            Errand::Shown(shown.map_err(|error| store_fault(&error)), reply)
        });
    }

    pub(crate) fn open_record(&mut self, id: Uuid, reply: Reply) {
        let Some(desk) = &self.desk else { return respond(reply, Err(nobody())) };
        let (server, show) = (desk.account.server.clone(), self.show.clone());
        self.read(reply, move |reader| {
            let row = get(reader, id)?;
            let browse = Effect::Browse(record::page(&server, row.related.as_ref()));
            let busy = |_| Fault::new(FaultCode::Other, "The desktop is busy. Try again.");
            show.try_send(browse).map(|()| Answer::Done).map_err(busy)
        });
    }

    /// Long reads have a thread of their own, so that nothing waits for them but the one who asked.
    fn read(&mut self, reply: Reply, question: impl FnOnce(&Reader) -> Result<Answer, Fault> + Send + 'static) {
        let opened = match self.opened() {
            Ok(opened) => opened,
            Err(why) => return respond(reply, Err(why)),
        };
        let reader = Arc::clone(&opened.reader);
        opened.readers.spawn_blocking(move || {
            let answer = leave_nothing(|| question(&lock(&reader)));
            respond(reply, answer);
        });
    }
}

fn listed(page: store::Page, unread: u32) -> Answer {
    if page.damaged > 0 {
        tracing::error!(rows = page.damaged, "damaged rows were left out");
    }
    Answer::Page(Page {
        rows: page.rows.into_iter().map(view::preview).collect(),
        next: page.next.map(|place| Cursor(place.to_string())),
        last: Cursor(page.last.to_string()),
        unread,
    })
}

/// A reader that panicked left nothing half done: it only reads.
fn lock<T>(reader: &Mutex<T>) -> MutexGuard<'_, T> {
    reader.lock().unwrap_or_else(PoisonError::into_inner)
}

fn get(reader: &Reader, id: Uuid) -> Result<bridge::Row, Fault> {
    let row = reader.row(NotificationId(id)).map_err(|error: StoreError| store_fault(&error))?;
    row.map(view::row).ok_or_else(|| Fault::new(FaultCode::NotFound, "This notification is not there any more."))
}

fn select(filter: Filter) -> Select {
    Select {
        kind: filter.kind.as_deref().map(Kind::from),
        status: filter.status.map(|status| match status {
            bridge::Status::Unread => Status::Unread,
            bridge::Status::Read => Status::Read,
        }),
        since: filter.since,
        until: filter.until,
        follow_up: filter.follow_up,
        text: filter.text,
    }
}

fn place(cursor: &Cursor) -> Result<Place, Fault> {
    cursor.0.parse().map_err(|_| no_place())
}

fn no_place() -> Fault {
    Fault::new(FaultCode::Other, "This is no place in a list.")
}
