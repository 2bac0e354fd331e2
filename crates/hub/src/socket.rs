//! `/ws/notifications/` (sections 2 to 4): one task per socket.
//!
//! A socket has no queue. When its user has news it reads on from its place in the database, so a slow reader costs
//! nothing but its own delay and no burst can overflow. A reader that takes nothing at all is disconnected, and
//! catches up by the replay when it comes back.

use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseCode, CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade, close_code};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use futures_util::SinkExt;
use jiff::Timestamp;
use protocol::{Ack, Command, NotificationId, Push, Status};
use serde_json::Value;
use tokio::time::{Instant, interval_at, sleep_until, timeout};

use crate::app::App;
use crate::notifications::{Batch, Cursor, set_status_of_any, stamp};
use crate::presence::Seated;
use crate::{Error, notifications};

/// Twelve bytes, as the deployed server sends.
const PING: &[u8; 12] = b"takecare hub";
/// How long a client has to answer a close frame.
const FAREWELL: Duration = Duration::from_secs(2);
/// Commands are tiny; the deployed server knows no limit.
const LONGEST_COMMAND: usize = 1 << 20;

/// How long sockets wait. The default is what the deployed server does (section 2.4).
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// How often a client is asked whether it is there.
    pub ping_every: Duration,
    /// How long a client may say nothing, not even a pong, before it counts as gone.
    pub patience: Duration,
    /// How long a client may take nothing while something is waiting for it.
    pub slowest: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { ping_every: seconds(20), patience: seconds(50), slowest: seconds(20) }
    }
}

/// Lets a signed-in user's socket in; everybody else gets a plain 403 (section 2.2).
pub async fn open(
    State(app): State<App>,
    cookies: CookieJar,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let seat = match take_seat(&app, &cookies).await {
        Ok(Some(seat)) => seat,
        Ok(None) => return StatusCode::FORBIDDEN.into_response(),
        Err(error) => {
            tracing::error!("a socket was refused: {error}");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade.max_message_size(LONGEST_COMMAND),
        Err(refusal) => return refusal.into_response(),
    };
    let tracker = app.sockets.clone();
    upgrade.on_upgrade(move |socket| tracker.track_future(serve(socket, seat, app)))
}

/// A seat for a session that is still there once the seat is taken: whoever ends it from then on sees the seat.
async fn take_seat(app: &App, cookies: &CookieJar) -> Result<Option<Seated>, Error> {
    let now = Timestamp::now();
    let Some((user, session)) = app.session_of(cookies, now).await? else {
        return Ok(None);
    };
    let seat = app.presence.open(user.id, session);
    Ok(app.session_of(cookies, now).await?.map(|_| seat))
}

/// Why a socket ends.
enum Ending {
    /// The client went, says nothing any more, or takes nothing.
    Gone,
    /// The session was ended.
    SignedOut,
    /// The client sent what a consumer can't take, or the hub has a fault (section 2.4).
    Failed,
}

async fn serve(mut socket: WebSocket, seat: Seated, app: App) {
    let ending = tokio::select! {
        // A stopping server just lets go, as the deployed one does (section 2.4).
        () = app.stopping.cancelled() => return,
        () = seat.closed() => Ending::SignedOut,
        ending = converse(&mut socket, &seat, &app) => ending.unwrap_or_else(|error| {
            tracing::error!("a socket failed: {error}");
            Ending::Failed
        }),
    };
    match ending {
        Ending::Gone => {}
        Ending::SignedOut => close(&mut socket, close_code::NORMAL).await,
        Ending::Failed => close(&mut socket, close_code::ERROR).await,
    }
}

/// Says goodbye and hears the client out, so that the close frame is not lost in a reset connection.
async fn close(socket: &mut WebSocket, code: CloseCode) {
    let goodbye = async {
        let frame = CloseFrame { code, reason: Utf8Bytes::default() };
        if socket.send(Message::Close(Some(frame))).await.is_ok() {
            while let Some(Ok(_)) = socket.recv().await {}
        }
    };
    if timeout(FAREWELL, goodbye).await.is_err() {
        tracing::debug!("a client did not answer the close frame");
    }
}

async fn converse(socket: &mut WebSocket, seat: &Seated, app: &App) -> Result<Ending, Error> {
    let user = seat.user();
    let mut cursor = app.office.store.run(move |db| Cursor::open(db, user)).await?;
    let mut pings = interval_at(Instant::now() + app.pace.ping_every, app.pace.ping_every);
    let mut heard = Instant::now();
    seat.look_again();
    loop {
        let went_on = tokio::select! {
            () = seat.news() => {
                let batch = app.office.store.run(move |db| cursor.next(db)).await?;
                cursor = batch.cursor;
                if batch.more {
                    seat.look_again();
                }
                push(socket, &batch, app).await?
            }
            frame = socket.recv() => {
                heard = Instant::now();
                match frame {
                    Some(Ok(Message::Text(text))) => obey(socket, &text, seat, app).await?,
                    Some(Ok(Message::Binary(_))) => return Ok(Ending::Failed),
                    Some(Ok(_)) => true,
                    None | Some(Err(_)) => false,
                }
            }
            _ = pings.tick() => write(socket, [Message::Ping(PING.as_slice().into())], app.pace).await,
            () = sleep_until(heard + app.pace.patience) => false,
        };
        if !went_on {
            return Ok(Ending::Gone);
        }
    }
}

/// Writes rows, then notes that they were written. False when the client is gone: they stay undelivered.
async fn push(socket: &mut WebSocket, batch: &Batch, app: &App) -> Result<bool, Error> {
    if batch.rows.is_empty() {
        return Ok(true);
    }
    let frames = batch.rows.iter().map(|row| text(&Push::from(row.notification.clone())));
    if !write(socket, frames.collect::<Result<Vec<_>, _>>()?, app.pace).await {
        return Ok(false);
    }
    let written: Vec<i64> = batch.rows.iter().map(|row| row.seq).collect();
    app.office.store.run(move |db| stamp(db, &written, Timestamp::now())).await?;
    Ok(true)
}

/// Does what a client asks; what it says beyond section 4 is passed over in silence.
async fn obey(socket: &mut WebSocket, said: &str, seat: &Seated, app: &App) -> Result<bool, Error> {
    let Some((command, ack)) = Command::parse(said).and_then(understood) else {
        return Ok(true);
    };
    let user = seat.user();
    app.office
        .store
        .run(move |db| match command {
            Meant::MarkRead(Some(id)) => set_status_of_any(db, user, id, Status::Read),
            Meant::MarkRead(None) => Ok(()),
            Meant::MarkAllRead => notifications::mark_all_read(db, user),
        })
        .await?;
    Ok(write(socket, [text(&ack)?], app.pace).await)
}

/// A command whose id was looked at.
enum Meant {
    /// An integer names no notification, but gets its acknowledgement (section 4).
    MarkRead(Option<NotificationId>),
    MarkAllRead,
}

fn understood(command: Command) -> Option<(Meant, Ack)> {
    let ack = command.ack();
    let meant = match command {
        Command::MarkAllRead => Meant::MarkAllRead,
        Command::MarkRead { notification_id: Value::String(id) } => Meant::MarkRead(Some(id.parse().ok()?)),
        Command::MarkRead { notification_id: Value::Number(id) } if !id.is_f64() => Meant::MarkRead(None),
        Command::MarkRead { .. } | Command::Received { .. } => return None,
    };
    Some((meant, ack))
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
