//! What the engine does when something happens online: keeps it, tells the session, follows the orders.

use protocol::{Frame, Notification};
use store::{Listing, Store, StoreError};

use crate::check::{Depth, Told, deeper};
use crate::engine::{Desk, Engine, now};
use crate::error::{ServerError, store_fault};
use crate::link::Happening;
use crate::online::{Done, Turn};
use crate::send::Round;
use crate::session::{Input, Order};

/// What a row says whose action the server will never do.
const REFUSED: &str = "The server does not allow this.";

impl Engine {
    pub(crate) fn take_turn(&mut self, turn: Turn) {
        match turn {
            Turn::Tick => self.tell(Input::Tick),
            Turn::Socket(happened) => self.socket(happened),
            Turn::Done(Done::Asked { depth, asked_at, told }) => self.told(depth, asked_at, told),
            Turn::Done(Done::Sent(round)) => self.sent(round),
        }
    }

    /// Tells the session and does what it orders.
    pub(crate) fn tell(&mut self, input: Input) {
        let Some(Desk { store, online: Some(online), .. }) = &mut self.desk else { return };
        let now = now();
        for order in online.session.handle(now, input) {
            let done = match order {
                Order::Open => {
                    online.connect();
                    Ok(())
                }
                Order::Check => store.last_seq().map(|asked_at| online.ask(Depth::Glance, asked_at)),
                Order::Send { retry } => store.pending().map(|actions| online.send(now.instant, actions, retry)),
            };
            if let Err(error) = done {
                tracing::error!(%error, "the store can't be read");
            }
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
                Happening::Opened => self.tell(Input::Opened),
                Happening::Ended(how) => {
                    tracing::info!(?how, "the socket ended");
                    self.keep_pushed(&std::mem::take(&mut pushed));
                    if let Some(online) = self.desk.as_mut().and_then(|desk| desk.online.as_mut()) {
                        online.disconnect();
                    }
                    self.tell(Input::Ended(how));
                }
            }
        }
        self.keep_pushed(&pushed);
    }

    fn keep_pushed(&mut self, pushed: &[Notification]) {
        if let Some(online) = self.desk.as_mut().and_then(|desk| desk.online.as_mut()) {
            online.note_delivered(now().instant, pushed);
        }
        if !pushed.is_empty() && self.keep(|store| store.receive(pushed)) {
            self.tell(Input::Arrived(pushed.len()));
        }
    }

    /// Changes the store and shows what changed; when that fails, nothing is shown that is not kept.
    fn keep(&mut self, change: impl FnOnce(&mut Store) -> Result<store::Changes, StoreError>) -> bool {
        let Some(desk) = &mut self.desk else { return false };
        match change(&mut desk.store) {
            Ok(changes) => {
                self.changed(&changes);
                true
            }
            Err(error) => {
                tracing::error!(%error, "the store refused");
                self.tell(Input::Blocked(store_fault(&error)));
                false
            }
        }
    }

    fn told(&mut self, depth: Depth, asked_at: i64, told: Result<Told, ServerError>) {
        let told = match told {
            Ok(told) => told,
            Err(error) => return self.unreached(&error),
        };
        self.learn_name(&told);
        let Told { rows, whole, tally } = told;
        let listing = Listing { rows: rows.into_iter().map(Notification::from).collect(), whole, asked_at };
        if !self.keep(|store| store.reconcile(&listing)) {
            return;
        }
        let Some(Desk { store, online: Some(online), accepted, .. }) = &mut self.desk else { return };
        let state = store
            .tally()
            .and_then(|held| Ok((held, store.depth_of_pending()?, store.pending()?.len(), store.last_seq()?)));
        let (held, reach, pending, last_seq) = match state {
            Ok(state) => state,
            Err(error) => return self.tell(Input::Blocked(store_fault(&error))),
        };
        let known = reach == 0 && *accepted == Some((tally, held));
        match deeper(depth, tally, held, reach).filter(|_| !known) {
            Some(deeper) => online.ask(deeper, last_seq),
            None => {
                *accepted = (tally != held).then_some((tally, held));
                self.tell(Input::Agreed { pending });
            }
        }
    }

    fn sent(&mut self, round: Round) {
        for id in round.gone {
            self.keep(|store| store.gone(id));
        }
        for id in round.refused {
            self.keep(|store| store.park(id, REFUSED));
        }
        if let Some(error) = round.stopped {
            return self.unreached(&error);
        }
        let pending = self.desk.as_ref().map(|desk| desk.store.pending().map_or(0, |actions| actions.len()));
        self.tell(Input::Sent { pending: pending.unwrap_or(0) });
    }

    fn unreached(&mut self, error: &ServerError) {
        tracing::info!(%error, "the server did not do what was asked");
        match (error, &self.desk) {
            (ServerError::SignedOut, _) => self.session_ended(),
            (error, Some(desk)) => self.tell(Input::Unreached(error.fault(&desk.account.server))),
            (_, None) => {}
        }
    }

    /// The server has no "me": the user's name stands on every row of the user's own (protocol.md, section 1.4).
    fn learn_name(&mut self, told: &Told) {
        let Some(desk) = &mut self.desk else { return };
        let own =
            told.rows.iter().find(|row| row.receiver_email == desk.account.email && !row.receiver_name.is_empty());
        let name = own.map(|row| row.receiver_name.clone());
        if name.is_some() && name != desk.account.name {
            desk.account.name = name;
            self.keep_account();
        }
    }
}
