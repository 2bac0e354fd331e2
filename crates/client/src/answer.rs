//! Answers what window and command line ask.

use std::collections::BTreeMap;
use std::time::Instant;

use bridge::{Answer, Fault, FaultCode, Request};
use jiff::Timestamp;
use language::say;
use protocol::{NotificationId, Status};
use store::Changes;
use uuid::Uuid;

use crate::engine::{Engine, Reply, respond};
use crate::error::store_fault;
use crate::session::Input;
use crate::view;

impl Engine {
    pub(crate) fn answer(&mut self, request: Request, reply: Reply) {
        match request {
            Request::Snapshot => respond(reply, Ok(Answer::Snapshot(self.state()))),
            Request::SignIn { server, email, password } => self.sign_in(&server, email, password, reply),
            Request::SignOut => self.sign_out(reply),
            Request::ChangeKeys { pin } => self.new_keys(pin.as_ref(), reply),
            Request::Lock => self.lock(reply),
            Request::Unlock { pin } => self.unlock(pin.as_ref(), reply),
            Request::SetPin { current, new } => self.set_pin(current.as_ref(), new.as_ref(), reply),
            Request::Pause { until } => respond(reply, self.pause(until)),
            Request::Consult { on } => respond(reply, self.consult(on)),
            Request::List { filter, through, skip, limit } => self.list(filter, through.as_ref(), skip, limit, reply),
            Request::Choose { filter, last } => self.choose(filter, &last, reply),
            Request::Overview { since } => self.overview(since, reply),
            Request::Get { id } => self.get(id, reply),
            Request::OpenSearch => self.open_search(reply),
            Request::CloseSearch => self.close_search(reply),
            Request::MarkRead { ids } => respond(reply, self.act(&ids, Status::Read)),
            Request::MarkUnread { ids } => respond(reply, self.act(&ids, Status::Unread)),
            Request::Delete { ids } => respond(reply, self.act(&ids, Status::Deleted)),
            Request::Undo { ids } => respond(reply, self.undo(&ids)),
            Request::MarkShown { filter, last } => self.mark_shown(filter, &last, reply),
            Request::FollowUp { ids, mark } => respond(reply, self.follow_up(&ids, mark)),
            Request::Snooze { ids, until } => respond(reply, self.snooze(&ids, until)),
            Request::OpenRecord { id } => self.open_record(id, reply),
            Request::SelfCheck => self.self_check(reply),
            Request::SendTest => self.send_test(reply),
            Request::AccessLog => self.access_log(reply),
            Request::Settings | Request::Set { .. } | Request::ShowWindow { .. } | Request::Raised | Request::Quit => {
                respond(reply, Err(Fault::new(FaultCode::Other, "Only the agent itself can do this.")));
            }
        }
    }

    pub(crate) fn act(&mut self, ids: &[Uuid], wanted: Status) -> Result<Answer, Fault> {
        let opened = self.opened()?;
        let ids: Vec<_> = ids.iter().copied().map(NotificationId).collect();
        let changes = opened.store.act(&ids, wanted).map_err(|error| store_fault(&error))?;
        self.acted(&ids, &changes);
        Ok(Answer::Done)
    }

    fn undo(&mut self, ids: &[Uuid]) -> Result<Answer, Fault> {
        let opened = self.opened()?;
        let ids: Vec<_> = ids.iter().copied().map(NotificationId).collect();
        let changes = opened.store.undo(&ids).map_err(|error| store_fault(&error))?;
        if !changes.any {
            return Err(Fault::new(FaultCode::Other, say::too_late()));
        }
        self.acted(&ids, &changes);
        Ok(Answer::Done)
    }

    fn follow_up(&mut self, ids: &[Uuid], mark: Option<bridge::FollowUp>) -> Result<Answer, Fault> {
        let ids: Vec<_> = ids.iter().copied().map(NotificationId).collect();
        let mark = mark.map(|mark| store::FollowUp { due: mark.due });
        let changes = self.opened()?.store.follow_up(&ids, mark).map_err(|error| store_fault(&error))?;
        self.times_changed(&changes);
        Ok(Answer::Back(back(changes.marked, |mark, ids| Request::FollowUp { ids, mark: mark.map(view::mark) })))
    }

    fn snooze(&mut self, ids: &[Uuid], until: Option<Timestamp>) -> Result<Answer, Fault> {
        let ids: Vec<_> = ids.iter().copied().map(NotificationId).collect();
        let changes = self.opened()?.store.snooze(&ids, until).map_err(|error| store_fault(&error))?;
        if until.is_some() && !changes.any {
            return Err(Fault::new(FaultCode::Other, say::only_unread_snoozed()));
        }
        self.times_changed(&changes);
        Ok(Answer::Back(back(changes.snoozed, |until, ids| Request::Snooze { ids, until })))
    }

    fn acted(&mut self, ids: &[NotificationId], changes: &Changes) {
        if let Some(online) = self.desk.as_mut().and_then(|desk| desk.online.as_mut()) {
            online.note_acted(Instant::now(), ids);
        }
        self.times_changed(changes);
        self.tell(Input::Acted);
    }
}

/// What brings rows back to what they were: one request for all that were the same.
fn back<T: Ord>(were: Vec<(NotificationId, T)>, request: impl Fn(T, Vec<Uuid>) -> Request) -> Vec<Request> {
    let mut alike = BTreeMap::<T, Vec<Uuid>>::new();
    for (id, was) in were {
        alike.entry(was).or_default().push(id.0);
    }
    alike.into_iter().map(|(was, ids)| request(was, ids)).collect()
}

pub(crate) fn locked() -> Fault {
    Fault::new(FaultCode::Locked, say::locked())
}

pub(crate) fn nobody() -> Fault {
    Fault::new(FaultCode::Credentials, say::nobody())
}
