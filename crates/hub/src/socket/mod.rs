//! `/ws/notifications/` (sections 2 to 4): one task per socket.
//!
//! A socket has no queue. When its user has news it reads on from its place in the database, so a slow reader costs
//! nothing but its own delay and no burst can overflow. A reader that takes nothing at all is disconnected, and
//! catches up by the replay when it comes back.

mod conversation;
mod deliveries;
mod demand;

use std::time::Duration;

use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseCode, CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade, close_code};
use axum::extract::{RawQuery, State};
use axum::http::header::ORIGIN;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use jiff::Timestamp;
use protocol::Wants;
use tokio::time::timeout;

use crate::Error;
use crate::app::App;
use crate::notifications::Cursor;
use crate::outside::OriginFault;
use crate::presence::Seated;
use crate::rest::Refusal;
use crate::turns::Asker;
use conversation::Conversation;
pub use deliveries::Deliveries;

/// How long a client has to answer a close frame.
const FAREWELL: Duration = Duration::from_secs(2);
/// Commands are tiny; the deployed server knows no limit.
const LONGEST_COMMAND: usize = 1 << 20;
/// What is read at a time: the library's usual 128 KiB would be nearly all the memory of a socket.
const READ_AT_A_TIME: usize = 4 << 10;

/// How long sockets wait. The default is what the deployed server does (section 2.4).
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// How often a client is asked whether it is there.
    pub ping_every: Duration,
    /// How long a client may say nothing, not even a pong, before it counts as gone.
    pub patience: Duration,
    /// How long a client may take nothing while something is waiting for it.
    pub slowest: Duration,
    /// How long a client may take to agree on TLS.
    pub handshake: Duration,
    /// How long a client may take to say what it wants, and again to send what belongs to it.
    pub request: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self {
            ping_every: seconds(20),
            patience: seconds(50),
            slowest: seconds(20),
            handshake: seconds(10),
            request: seconds(60),
        }
    }
}

/// Lets a signed-in user's socket in; everybody else gets a plain 403 (section 2.2).
pub async fn open(
    State(app): State<App>,
    cookies: CookieJar,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let origin = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok());
    match app.outside.check_origin(origin) {
        Ok(()) => {}
        Err(OriginFault::NoHost) => return StatusCode::BAD_REQUEST.into_response(),
        Err(OriginFault::Foreign) => return StatusCode::FORBIDDEN.into_response(),
    }
    let wants = wants(&query.unwrap_or_default());
    let (seat, cursor) = match take_seat(&app, &cookies, wants).await {
        Ok(Some(seat_and_cursor)) => seat_and_cursor,
        Ok(None) => return StatusCode::FORBIDDEN.into_response(),
        Err(error) => return Refusal::from(error).into_response(),
    };
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade.max_message_size(LONGEST_COMMAND).read_buffer_size(READ_AT_A_TIME),
        Err(refusal) => return refusal.into_response(),
    };
    let tracker = app.sockets.clone();
    let conversation = Conversation { seat, wants, cursor, app };
    upgrade.on_upgrade(move |socket| tracker.track_future(serve(socket, conversation)))
}

/// What is wanted may be said in one list or in several.
fn wants(query: &str) -> Wants {
    let lists = url::form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "want");
    Wants::parse(&lists.map(|(_, list)| list).collect::<Vec<_>>().join(","))
}

/// A seat for a session that is still there once the seat is taken: whoever ends it from then on sees the seat. The
/// cursor is taken before the socket is accepted: what changes from then on is told.
async fn take_seat(app: &App, cookies: &CookieJar, wants: Wants) -> Result<Option<(Seated, Cursor)>, Error> {
    let now = Timestamp::now();
    let Some((user, session)) = app.session_of(cookies, now).await? else {
        return Ok(None);
    };
    let _turn = app.turns.take(Asker::User(user.id)).await?;
    let seat = app.presence.open(user.id, session);
    if app.session_of(cookies, now).await?.is_none() {
        return Ok(None);
    }
    let cursor = app.office.store.read(move |db| Cursor::open(db, user.id, wants)).await?;
    Ok(Some((seat, cursor)))
}

/// Why a socket ends.
enum Ending {
    /// The client went, says nothing any more, or takes nothing.
    Gone,
    /// The session was ended.
    SignedOut,
    /// The client sent what a consumer can't take, or the hub has a fault (section 2.4).
    Failed,
    /// What the client said can't be done while the database is away.
    Away,
}

async fn serve(mut socket: WebSocket, conversation: Conversation) {
    let ending = tokio::select! {
        // A stopping server just lets go, as the deployed one does (section 2.4).
        () = conversation.app.stopping.cancelled() => return,
        () = conversation.seat.closed() => Ending::SignedOut,
        ending = conversation.hold(&mut socket) => ending.unwrap_or_else(|error| failed(&error)),
    };
    match ending {
        Ending::Gone => {}
        Ending::SignedOut => close(&mut socket, close_code::NORMAL).await,
        Ending::Failed => close(&mut socket, close_code::ERROR).await,
        Ending::Away => close(&mut socket, close_code::AGAIN).await,
    }
}

fn failed(error: &Error) -> Ending {
    if matches!(error, Error::Unreachable(_) | Error::NotNoted) {
        tracing::warn!("a socket has to come again: {error}");
        return Ending::Away;
    }
    tracing::error!("a socket failed: {error}");
    Ending::Failed
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
