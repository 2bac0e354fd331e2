use std::time::Duration;

use axum::extract::ws::{Message, WebSocket};
use futures_util::SinkExt;
use protocol::{Command, NotificationId, Push, Wants};
use tokio::time::{Instant, interval_at, sleep_until, timeout};

use super::demand::Demand;
use super::{Ending, Pace};
use crate::Error;
use crate::app::App;
use crate::notifications::{self, Batch, Cursor};
use crate::presence::Seated;

/// How long to wait for a database that is away before it is asked again.
const AGAIN: Duration = Duration::from_secs(1);

/// Twelve bytes, as the deployed server sends.
const PING: &[u8; 12] = b"takecare hub";

/// What the hub and one client have to say to each other.
pub struct Conversation {
    pub seat: Seated,
    /// What the client asked for beyond the deployed wire.
    pub wants: Wants,
    /// Where it begins.
    pub cursor: Cursor,
    pub app: App,
}

impl Conversation {
    /// Holds it until the client goes or does what ends it.
    pub async fn hold(&self, socket: &mut WebSocket) -> Result<Ending, Error> {
        let pace = self.app.pace;
        let mut cursor = self.cursor;
        let mut pings = interval_at(Instant::now() + pace.ping_every, pace.ping_every);
        let mut heard = Instant::now();
        // When the database was away, and is to be asked again.
        let mut again = None;
        self.seat.look_again();
        loop {
            let went_on = tokio::select! {
                // Commands wait behind what is to be told (section 4).
                biased;
                _ = pings.tick() => write(socket, [Message::Ping(PING.as_slice().into())], pace).await,
                () = self.seat.news() => {
                    let Some(batch) = self.next(cursor).await? else {
                        again = Some(Instant::now() + AGAIN);
                        continue;
                    };
                    cursor = batch.cursor;
                    let went_on = self.tell(socket, &batch).await?;
                    if !batch.is_empty() {
                        // Nobody listened meanwhile, and a client that takes frames is there.
                        heard = Instant::now();
                    }
                    went_on
                }
                () = sleep_until(again.unwrap_or(heard)), if again.is_some() => {
                    again = None;
                    self.seat.look_again();
                    true
                }
                frame = socket.recv() => {
                    heard = Instant::now();
                    match frame {
                        Some(Ok(Message::Text(text))) => self.obey(socket, &text).await?,
                        Some(Ok(Message::Binary(_))) => return Ok(Ending::Failed),
                        Some(Ok(_)) => true,
                        None | Some(Err(_)) => false,
                    }
                }
                () = sleep_until(heard + pace.patience) => false,
            };
            if !went_on {
                return Ok(Ending::Gone);
            }
        }
    }

    /// What comes next; none while the database is away.
    async fn next(&self, cursor: Cursor) -> Result<Option<Batch>, Error> {
        let _turn = self.app.turns.wait(self.seat.user()).await?;
        match self.app.office.store.read(move |db| cursor.next(db)).await {
            Err(Error::Unreachable(_)) => Ok(None),
            batch => batch.map(Some),
        }
    }

    /// Writes changes and rows. False when the client is gone: the rows stay undelivered.
    async fn tell(&self, socket: &mut WebSocket, batch: &Batch) -> Result<bool, Error> {
        if batch.more {
            self.seat.look_again();
        }
        if batch.is_empty() {
            return Ok(true);
        }
        let changes = batch.changes.iter().map(text);
        let rows = batch.rows.iter().map(|row| text(&Push::from(row.notification.clone())));
        let frames: Vec<_> = changes.chain(rows).collect::<Result<_, _>>()?;
        let went_on = write(socket, frames, self.app.pace).await;
        if went_on && !self.wants.receipts {
            self.note_delivered(batch.rows.iter().map(|row| row.notification.id).collect()).await?;
        }
        Ok(went_on)
    }

    /// Does what a client asks; what it says beyond section 4 is passed over in silence.
    async fn obey(&self, socket: &mut WebSocket, said: &str) -> Result<bool, Error> {
        let Some(command) = Command::parse(said) else {
            return Ok(true);
        };
        let ack = command.ack();
        let Some(demand) = Demand::of(command, self.wants) else {
            return Ok(true);
        };
        self.meet(demand).await?;
        Ok(write(socket, [text(&ack)?], self.app.pace).await)
    }

    async fn meet(&self, demand: Demand) -> Result<(), Error> {
        let user = self.seat.user();
        let _turn = self.app.turns.wait(user).await?;
        match demand {
            Demand::Nothing => {}
            Demand::MarkRead(id) => {
                self.app.change(user, None, move |db| notifications::mark_any_read(db, user, id)).await?;
            }
            Demand::MarkAllRead => {
                self.app.change(user, None, move |db| notifications::mark_all_read(db, user)).await?;
            }
            Demand::NoteReceived(ids) => self.note_delivered(ids).await?,
        }
        Ok(())
    }

    async fn note_delivered(&self, ids: Vec<NotificationId>) -> Result<(), Error> {
        let user = self.seat.user();
        if ids.is_empty() {
            return Ok(());
        }
        self.app.deliveries.note(user, ids).await
    }
}

fn text(frame: &impl serde::Serialize) -> Result<Message, Error> {
    Ok(Message::text(protocol::to_text(frame)?))
}

/// Writes all frames, or says that the client is gone or takes nothing.
async fn write(socket: &mut WebSocket, frames: impl IntoIterator<Item = Message>, pace: Pace) -> bool {
    for frame in frames {
        if !matches!(timeout(pace.slowest, socket.feed(frame)).await, Ok(Ok(()))) {
            return false;
        }
    }
    matches!(timeout(pace.slowest, socket.flush()).await, Ok(Ok(())))
}
