use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use anyhow::Result;
use axum::Router;
use axum::extract::{Query, Request, State, WebSocketUpgrade};
use axum::http::header::{CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::{HeaderName, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::routing::get;
use axum::serve::ListenerExt;
use jiff::Timestamp;
use protocol::{Kind, Notification, NotificationId, Push, Related, SERVICE_PATH, SOCKET_PATH, Status, login_paths};
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio_util::task::AbortOnDropHandle;
use uuid::Uuid;

use crate::line::Line;

/// The length of a usual message.
const MESSAGE: &str = "The laboratory has the results of the morning round for the second floor. \
                       Please look at them before the visit and tell the ward what has to be prepared for it.";

/// A server that speaks the deployed wire to one user and does nothing but hand out what was prepared. It takes any
/// password.
pub struct Clinic {
    address: SocketAddr,
    desk: Arc<Reception>,
    _task: AbortOnDropHandle<()>,
}

#[derive(Default)]
struct Reception {
    line: Line,
    rows: Mutex<Rows>,
    dark: AtomicBool,
    requests: AtomicU32,
    /// When the list was first asked for since requests are counted.
    first: Mutex<Option<Instant>>,
}

/// All rows as they stand in the list, oldest first.
#[derive(Default)]
struct Rows {
    ids: HashSet<Uuid>,
    texts: Vec<String>,
}

impl Clinic {
    /// Opens on a free port.
    ///
    /// # Errors
    /// When there is none.
    pub async fn open() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let desk = Arc::<Reception>::default();
        // Without this the kernel holds the end of a burst back until its beginning is confirmed.
        let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        let serving = axum::serve(listener, routes(&desk)).into_future();
        let task = tokio::spawn(async move { drop(serving.await) });
        Ok(Self { address, desk, _task: AbortOnDropHandle::new(task) })
    }

    /// The address that a client is given.
    pub fn server(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address of its socket.
    pub fn socket(&self) -> String {
        format!("ws://{}{SOCKET_PATH}", self.address)
    }

    /// The address of the newest so many rows.
    pub fn newest(&self, limit: usize) -> String {
        format!("http://{}{SERVICE_PATH}?limit={limit}", self.address)
    }

    /// Makes so many unread notifications and returns their frames; the list has them from now on.
    ///
    /// # Errors
    /// When one can't be put into words.
    pub fn make(&self, count: usize) -> Result<Vec<String>> {
        let mut rows = self.desk.rows();
        let kinds = Kind::ALL.iter().cycle();
        let made = kinds.take(count).map(|kind| {
            let one = notification(kind.clone());
            rows.ids.insert(one.id.0);
            rows.texts.push(protocol::to_text(&row(&one))?);
            Ok(protocol::to_text(&Push::from(one))?)
        });
        made.collect()
    }

    /// Writes frames to the open socket; returns the moment at which the first one was about to be written.
    ///
    /// # Errors
    /// When no socket is open.
    pub async fn push(&self, frames: Vec<String>) -> Result<Instant> {
        self.desk.line.write(frames).await
    }

    /// Waits until a client's socket is open.
    ///
    /// # Errors
    /// When none comes.
    pub async fn is_listened_to(&self) -> Result<()> {
        self.desk.line.is_open(true).await
    }

    /// Cuts the socket, and from now on refuses everything as a proxy does whose server is away.
    ///
    /// # Errors
    /// When the socket does not end.
    pub async fn go_dark(&self) -> Result<()> {
        self.desk.dark.store(true, Ordering::SeqCst);
        self.desk.line.cut().await
    }

    /// Is there again.
    pub fn come_back(&self) {
        self.desk.dark.store(false, Ordering::SeqCst);
    }

    /// Counts requests from now on, sockets included.
    pub fn count_requests(&self) {
        self.desk.requests.store(0, Ordering::SeqCst);
        *self.desk.first() = None;
    }

    /// How many requests came since they are counted.
    pub fn requests(&self) -> u32 {
        self.desk.requests.load(Ordering::SeqCst)
    }

    /// When the first of them came that asked for the list.
    pub fn first_listed(&self) -> Option<Instant> {
        *self.desk.first()
    }

    /// The ids of all rows.
    pub fn ids(&self) -> HashSet<Uuid> {
        self.desk.rows().ids.clone()
    }
}

impl Reception {
    fn rows(&self) -> MutexGuard<'_, Rows> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn first(&self) -> MutexGuard<'_, Option<Instant>> {
        self.first.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn notification(kind: Kind) -> Notification {
    Notification {
        id: NotificationId(Uuid::new_v4()),
        kind,
        message: MESSAGE.to_owned(),
        date: Timestamp::now(),
        status: Status::Unread,
        related: Related::default(),
    }
}

fn row(of: &Notification) -> protocol::Row {
    protocol::Row {
        id: of.id,
        receiver: Some(Uuid::nil()),
        receiver_name: "Ada Nowak".to_owned(),
        receiver_email: "ada@ward.example".to_owned(),
        message: of.message.clone(),
        subject: protocol::Row::subject_of(None),
        date: of.date,
        notification_type: of.kind.clone(),
        status: of.status,
        object_id: None,
        delivery_channel: "IN_APP".to_owned(),
        severity: "MEDIUM".to_owned(),
        delivered_at: None,
        read_at: None,
        data: serde_json::Value::Null,
    }
}

fn routes(desk: &Arc<Reception>) -> Router {
    Router::new()
        .route(login_paths::LOGIN, get(greet).post(let_in))
        .route(SERVICE_PATH, get(list))
        .route(&format!("{SERVICE_PATH}unread-count/"), get(unread_count))
        .route(&format!("{SERVICE_PATH}status/"), get(status))
        .route(SOCKET_PATH, get(socket))
        .layer(from_fn_with_state(Arc::clone(desk), admit))
        .with_state(Arc::clone(desk))
}

/// Counts a request, unless nobody is there to answer it.
async fn admit(State(desk): State<Arc<Reception>>, request: Request, next: Next) -> Response {
    if desk.dark.load(Ordering::SeqCst) {
        return StatusCode::BAD_GATEWAY.into_response();
    }
    desk.requests.fetch_add(1, Ordering::SeqCst);
    next.run(request).await
}

type Cookie = AppendHeaders<[(HeaderName, String); 1]>;

fn cookie(name: &str) -> Cookie {
    AppendHeaders([(SET_COOKIE, format!("{name}=invented; Path=/"))])
}

async fn greet() -> Cookie {
    cookie(protocol::CSRF_COOKIE)
}

async fn let_in() -> impl IntoResponse {
    (StatusCode::FOUND, [(LOCATION, "/")], cookie(protocol::SESSION_COOKIE))
}

#[derive(Deserialize)]
struct Cut {
    limit: Option<usize>,
}

/// The newest rows, a page of ten or as many as asked for (protocol.md, section 5.1).
async fn list(State(desk): State<Arc<Reception>>, Query(cut): Query<Cut>) -> impl IntoResponse {
    desk.first().get_or_insert_with(Instant::now);
    let rows = desk.rows();
    let results: Vec<_> = rows.texts.iter().rev().take(cut.limit.unwrap_or(10)).map(String::as_str).collect();
    let all = rows.texts.len();
    let (count, pages) = if cut.limit.is_some() { (results.len(), 1) } else { (all, all.div_ceil(10).max(1)) };
    let results = results.join(",");
    json(format!(r#"{{"results":[{results}],"count":{count},"page":1,"total_pages":{pages}}}"#))
}

async fn unread_count(State(desk): State<Arc<Reception>>) -> impl IntoResponse {
    json(format!(r#"{{"unread_count":{}}}"#, desk.rows().texts.len()))
}

/// As the deployed server says it: without a word on what it can do (section 5.2).
async fn status() -> impl IntoResponse {
    json(r#"{"status": "online", "websocket_available": true, "message": "Notification system is running"}"#.to_owned())
}

async fn socket(State(desk): State<Arc<Reception>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(async move |socket| desk.line.carry(socket).await)
}

fn json(text: String) -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], text)
}
