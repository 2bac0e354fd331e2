//! Answers what window and command line ask about stored rows.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bridge::{Answer, Arrivals, Cursor, Fault, FaultCode, Filter, Page};
use jiff::Timestamp;
use language::say;
use protocol::{Kind, NotificationId, Status};
use store::{Extent, Hour, Reader, Search, Select, StoreError, Unfolded, leave_nothing};
use uuid::Uuid;

use crate::answer::nobody;
use crate::desk::Opening;
use crate::engine::{Engine, Errand, Reply, respond};
use crate::error::store_fault;
use crate::toast::Effect;
use crate::{record, view};

/// The most rows one question may bring.
const LONGEST_PAGE: u32 = 500;
/// The most ids one question may bring.
const MOST_CHOSEN: u32 = 10_000;

impl Engine {
    /// Answered by the search that is open, if a text is looked for and there is one.
    pub(crate) fn list(&mut self, filter: Filter, through: Option<&Cursor>, skip: u32, limit: u32, reply: Reply) {
        let (opened, through) = match self.opened().and_then(|opened| Ok((opened, through.map(arrival).transpose()?))) {
            Ok(both) => both,
            Err(why) => return respond(reply, Err(why)),
        };
        let (select, through, limit) = (select(filter), through.unwrap_or(i64::MAX), limit.min(LONGEST_PAGE));
        let searches = select.text.as_deref().is_some_and(|text| !text.is_empty());
        opened.busy();
        let (reader, search) = (Arc::clone(&opened.reader), opened.search.clone().filter(|_| searches));
        opened.readers.spawn_blocking(move || {
            let list = leave_nothing(|| match search {
                Some(search) => {
                    let mut search = lock(&search);
                    let page = search.page(&select, through, skip, limit)?;
                    let extent = search.extent(&select, through.min(page.last))?;
                    Ok(listed(page, extent))
                }
                None => {
                    let reader = lock(&reader);
                    let page = reader.page(&select, through, skip, limit)?;
                    let extent = reader.extent(&select, through.min(page.last))?;
                    Ok(listed(page, extent))
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
    pub(crate) fn mark_shown(&mut self, filter: Filter, last: &Cursor, reply: Reply) {
        let (opened, last) = match self.opened().and_then(|opened| Ok((opened, arrival(last)?))) {
            Ok(both) => both,
            Err(why) => return respond(reply, Err(why)),
        };
        let shown = select(filter);
        let snoozed = shown.snoozed.or(Some(false));
        let unread = Select { status: Some(Status::Unread), snoozed, ..shown };
        let (reader, open) = (Arc::clone(&opened.reader), opened.readers.token());
        self.errands.spawn_blocking(move || {
            let _open = open;
            let shown = leave_nothing(|| lock(&reader).ids(&unread, last, u32::MAX));
            let shown = shown.map(|ids| ids.into_iter().map(|id| id.0).collect());
            Errand::Shown(shown.map_err(|error| store_fault(&error)), reply)
        });
    }

    pub(crate) fn choose(&mut self, filter: Filter, last: &Cursor, reply: Reply) {
        let last = match arrival(last) {
            Ok(last) => last,
            Err(why) => return respond(reply, Err(why)),
        };
        self.read(reply, move |reader| {
            let ids = reader.ids(&select(filter), last, MOST_CHOSEN).map_err(|error| store_fault(&error))?;
            Ok(Answer::Ids(ids.into_iter().map(|id| id.0).collect()))
        });
    }

    pub(crate) fn overview(&mut self, since: Timestamp, reply: Reply) {
        self.read(reply, move |reader| {
            let hours = reader.hours(since).map_err(|error| store_fault(&error))?;
            let arrivals = hours.into_iter().map(|Hour { began, kind, count }| Arrivals {
                hour: began,
                kind: kind.as_str().to_owned(),
                count,
            });
            Ok(Answer::Overview(arrivals.collect()))
        });
    }

    pub(crate) fn open_record(&mut self, id: Uuid, reply: Reply) {
        let Some(desk) = &self.desk else { return respond(reply, Err(nobody())) };
        let (server, settings, show) = (desk.account.server.clone(), self.settings(), self.show.clone());
        self.read(reply, move |reader| {
            let row = get(reader, id)?;
            let browse = Effect::Browse(record::page(&server, &settings, row.related.as_ref()));
            let busy = |_| Fault::new(FaultCode::Other, say::busy());
            show.try_send(browse).map(|()| Answer::Done).map_err(busy)
        });
    }

    /// Long reads have a thread of their own, so that nothing waits for them but the one who asked.
    fn read(&mut self, reply: Reply, question: impl FnOnce(&Reader) -> Result<Answer, Fault> + Send + 'static) {
        let opened = match self.opened() {
            Ok(opened) => opened,
            Err(why) => return respond(reply, Err(why)),
        };
        opened.busy();
        let reader = Arc::clone(&opened.reader);
        opened.readers.spawn_blocking(move || {
            let answer = leave_nothing(|| question(&lock(&reader)));
            respond(reply, answer);
        });
    }
}

fn listed(page: store::Page, Extent { total, unread, newer }: Extent) -> Answer {
    if page.damaged > 0 {
        tracing::error!(rows = page.damaged, "damaged rows were left out");
    }
    Answer::Page(Page {
        rows: page.rows.into_iter().map(view::preview).collect(),
        total,
        unread,
        newer,
        last: Cursor(page.last.to_string()),
    })
}

/// A reader that panicked left nothing half done: it only reads.
fn lock<T>(reader: &Mutex<T>) -> MutexGuard<'_, T> {
    reader.lock().unwrap_or_else(PoisonError::into_inner)
}

fn get(reader: &Reader, id: Uuid) -> Result<bridge::Row, Fault> {
    let row = reader.row(NotificationId(id)).map_err(|error: StoreError| store_fault(&error))?;
    row.map(view::row).ok_or_else(|| Fault::new(FaultCode::NotFound, say::gone()))
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
        snoozed: filter.snoozed,
        text: filter.text,
    }
}

/// The number of an arrival.
fn arrival(cursor: &Cursor) -> Result<i64, Fault> {
    cursor.0.parse().map_err(|_| Fault::new(FaultCode::Other, "This is no place in a list."))
}
