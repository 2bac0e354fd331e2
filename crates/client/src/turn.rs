//! What the engine does when something happens online: keeps it, tells the session, follows the orders.

use std::time::Instant;

use bridge::Fault;
use protocol::{Frame, Notification};
use store::{Listing, Store, StoreError};

use crate::check::{Depth, Receiver, Told, deeper};
use crate::desk::{Desk, Safe};
use crate::engine::{Engine, now};
use crate::error::{ServerError, store_fault};
use crate::grace::Leaving;
use crate::link::Happening;
use crate::online::{Done, Online, Turn};
use crate::opened::Opened;
use crate::send::Round;
use crate::session::{Input, Order};
use crate::toast::{self, Effect};

impl Engine {
    pub(crate) fn take_turn(&mut self, turn: Turn) {
        match turn {
            Turn::Tick => self.tell(Input::Tick),
            Turn::Socket(happened) => self.socket(happened),
            Turn::Done(Done::Asked { depth, asked_at, told }) => self.told(depth, asked_at, told),
            Turn::Done(Done::Counted(count)) => self.counted(count),
            Turn::Done(Done::Sent { round, next }) => self.sent(round, next),
        }
    }

    /// Tells the session and does what it orders.
    pub(crate) fn tell(&mut self, input: Input) {
        let mut later = Vec::new();
        let Some(Desk { account, safe, online: Some(online), .. }) = &mut self.desk else { return };
        let now = now();
        for order in online.session.handle(now, input) {
            match order {
                Order::Open => online.connect(),
                Order::Check { thorough } => later.extend(check(safe, online, thorough).err()),
                Order::Send => later.extend(send(safe, online, now.instant)),
                Order::Renew => {
                    let failed = online.renew().err();
                    later.extend(failed.map(|error| Input::CheckFailed(error.fault(&account.server))));
                }
            }
        }
        for input in later {
            self.tell(input);
        }
    }

    fn socket(&mut self, happened: Vec<Happening>) {
        let mut pushed = Vec::new();
        for happening in happened {
            match happening {
                Happening::Frame(Frame::Push(notification)) => pushed.push(notification),
                Happening::Frame(Frame::Unknown(why)) => {
                    tracing::warn!(?why, "a frame was passed over");
                    self.tell(Input::Heard);
                }
                Happening::Frame(Frame::Ack(_)) | Happening::Heard => self.tell(Input::Heard),
                Happening::Frame(Frame::Change(_)) => self.tell(Input::Hinted),
                Happening::Opened => self.tell(Input::Opened),
                Happening::Ended(how) => {
                    tracing::info!(?how, "the socket ended");
                    self.keep_pushed(&std::mem::take(&mut pushed));
                    if let Some(online) = self.desk.as_mut().and_then(|desk| desk.online.as_mut()) {
                        online.disconnect(how.clone());
                    }
                    self.tell(Input::Ended(how));
                }
            }
        }
        self.keep_pushed(&pushed);
    }

    fn keep_pushed(&mut self, pushed: &[Notification]) {
        if pushed.is_empty() {
            return;
        }
        if let Some(Desk { safe: Safe::Locked(locked), .. }) = &mut self.desk {
            let news = locked.arrived(Instant::now(), pushed);
            self.show_news(&news);
            return self.tell(Input::Arrived(pushed.len()));
        }
        let (announce, mut news) = (self.may_announce(), Vec::new());
        let kept = self.keep(|store| {
            if !announce {
                return store.receive(pushed);
            }
            let (changes, fresh) = store.receive_news(pushed)?;
            news = fresh;
            Ok(changes)
        });
        if let Err(why) = kept {
            return self.tell(Input::Blocked(why));
        }
        self.show_rows(news);
        if let Some(online) = self.desk.as_mut().and_then(|desk| desk.online.as_mut()) {
            online.note_delivered(now().instant, pushed);
            online.confirm(pushed);
        }
        self.tell(Input::Arrived(pushed.len()));
    }

    /// Changes the store and follows that up; when it fails, nothing is shown that is not kept.
    fn keep(&mut self, change: impl FnOnce(&mut Store) -> Result<store::Changes, StoreError>) -> Result<(), Fault> {
        match change(&mut self.opened()?.store) {
            Ok(changes) => {
                self.changed(&changes);
                Ok(())
            }
            Err(error) => {
                tracing::error!(%error, "the store refused");
                if matches!(error, StoreError::Damaged) {
                    self.verify()?;
                }
                Err(store_fault(&error))
            }
        }
    }

    fn told(&mut self, depth: Depth, asked_at: i64, told: Result<Told, ServerError>) {
        let told = match told {
            Ok(told) => told,
            Err(error) => return self.failed(&error, Input::CheckFailed),
        };
        let Told { rows, receiver, gone, covers, tally, cursor } = told;
        self.learn_name(receiver);
        let listing = Listing { rows, gone, covers, asked_at, cursor };
        if let Err(why) = self.keep(|store| store.reconcile(&listing)) {
            return self.tell(Input::CheckBlocked(why));
        }
        let Some(Desk { safe: Safe::Open(opened), online: Some(online), .. }) = &mut self.desk else { return };
        let held = opened.tally();
        let Opened { store, accepted, .. } = &mut **opened;
        let state = held.and_then(|held| Ok((held, store.depth_of_sent()?, store.pending()?.len(), store.last_seq()?)));
        let (held, reach, pending, last) = match state {
            Ok(state) => state,
            Err(error) => return self.tell(Input::CheckBlocked(store_fault(&error))),
        };
        let known = reach == 0 && *accepted == Some((tally, held));
        match deeper(depth, tally, held, reach).filter(|_| !known) {
            Some(deeper) => match store.cursor() {
                Ok(cursor) => online.ask(deeper, last, cursor),
                Err(error) => self.tell(Input::CheckBlocked(store_fault(&error))),
            },
            None => {
                *accepted = (tally != held).then_some((tally, held));
                self.tell(Input::Agreed { pending });
                self.announce();
            }
        }
    }

    fn counted(&mut self, count: Result<u32, ServerError>) {
        let count = match count {
            Ok(count) => count,
            Err(error) => return self.failed(&error, Input::CheckFailed),
        };
        let mut behind = false;
        if let Some(Desk { safe: Safe::Locked(locked), .. }) = &mut self.desk {
            let unnamed = locked.counted(count);
            behind = locked.is_behind();
            if unnamed > 0 {
                self.show(Effect::Show(toast::unnamed(unnamed)));
            }
        }
        self.tell(Input::Counted { behind });
    }

    /// Leaves a socket that brought texts which nobody may read now.
    pub(crate) fn leave_soiled_socket(&mut self) {
        let Some(Desk { safe: Safe::Locked(locked), online: Some(online), .. }) = &mut self.desk else { return };
        if locked.wants_fresh_socket(Instant::now()) {
            online.swap();
        }
    }

    fn sent(&mut self, round: Round, next: Option<Instant>) {
        if let Err(why) = self.keep_round(&round) {
            self.tell(Input::Blocked(why));
        }
        match round.stopped {
            Some(error) => self.failed(&error, |_| Input::SendFailed),
            None => self.tell(Input::Sent { unverified: round.unverified, next }),
        }
    }

    fn keep_round(&mut self, round: &Round) -> Result<(), Fault> {
        for (action, row) in &round.answered {
            self.keep(|store| store.answered(*action, &row.clone().into()))?;
        }
        round.gone.iter().try_for_each(|id| self.keep(|store| store.gone(*id)))?;
        round.refused.iter().try_for_each(|action| self.keep(|store| store.park(*action)))?;
        if let (false, Ok(opened)) = (round.refused.is_empty(), self.opened()) {
            // What is as it was may have a time again.
            opened.times_changed();
        }
        Ok(())
    }

    fn failed(&mut self, error: &ServerError, input: impl FnOnce(Fault) -> Input) {
        tracing::info!(%error, "the server did not do what was asked");
        match (error, &self.desk) {
            (ServerError::SignedOut, _) => self.session_ended(),
            (error, Some(desk)) => {
                let fault = error.fault(&desk.account.server);
                self.tell(input(fault));
                self.announce();
            }
            (_, None) => {}
        }
    }

    /// The server has no "me": the user's name stands on every row of the user's own (protocol.md, section 1.4).
    fn learn_name(&mut self, Receiver { email, name }: Receiver) {
        let Some(desk) = &mut self.desk else { return };
        if email == desk.account.email && !name.is_empty() && desk.account.name.as_ref() != Some(&name) {
            desk.account.name = Some(name);
            self.keep_account();
        }
    }
}

/// Compares with the server, from where the store stands; while it is locked, only its count is asked for.
fn check(safe: &Safe, online: &mut Online, thorough: bool) -> Result<(), Input> {
    let Safe::Open(opened) = safe else {
        online.count();
        return Ok(());
    };
    let place = opened.store.last_seq().and_then(|last| Ok((last, opened.store.cursor()?)));
    let (last, cursor) = place.map_err(|error| Input::CheckBlocked(store_fault(&error)))?;
    online.ask(if thorough { Depth::THOROUGH } else { Depth::Glance }, last, cursor);
    Ok(())
}

/// Sends what may leave; what there is to say of it at once comes back. While it is locked nothing leaves.
fn send(safe: &mut Safe, online: &mut Online, now: Instant) -> Vec<Input> {
    let Safe::Open(opened) = safe else { return vec![Input::Sent { unverified: 0, next: None }] };
    match leave(&mut opened.store, online, now) {
        Ok(leaving) if leaving.is_empty() => vec![Input::Sent { unverified: 0, next: leaving.next }],
        Ok(leaving) => {
            online.send(leaving);
            Vec::new()
        }
        Err(error) => vec![Input::Blocked(store_fault(&error)), Input::SendFailed],
    }
}

/// Takes what may leave off the outbox, as something that the server may have done from now on.
fn leave(store: &mut Store, online: &Online, now: Instant) -> Result<Leaving, StoreError> {
    let leaving = online.leaving(now, store.pending()?);
    store.sending(&leaving.by_socket)?;
    store.sending(&leaving.by_rest)?;
    Ok(leaving)
}
