use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use axum::extract::{State, WebSocketUpgrade};
use axum::response::Response;
use axum::routing::get;
use axum::serve::ListenerExt;
use axum::{Json, Router};
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::task::AbortOnDropHandle;

use crate::line::Line;

/// As much of a Gotify server as its tray client asks for: one application without a picture, no old messages, a stream.
pub struct Gotify {
    address: SocketAddr,
    line: Arc<Line>,
    _task: AbortOnDropHandle<()>,
}

impl Gotify {
    pub async fn open() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let line = Arc::<Line>::default();
        let routes = Router::new()
            .route("/application", get(applications))
            .route("/message", get(messages))
            .route("/stream", get(stream))
            .with_state(Arc::clone(&line));
        let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        let serving = axum::serve(listener, routes).into_future();
        let task = tokio::spawn(async move { drop(serving.await) });
        Ok(Self { address, line, _task: AbortOnDropHandle::new(task) })
    }

    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    pub async fn is_listened_to(&self) -> Result<()> {
        self.line.is_open(true).await
    }

    /// Sends so many messages; returns the moment at which the first one was about to be written.
    pub async fn push(&self, count: usize) -> Result<Instant> {
        // Only what is important enough is shown.
        let message = |id: usize| {
            json!({ "id": id, "appid": 1, "title": "Message", "message": "New in TakeCare", "priority": 8,
                    "date": Timestamp::now() })
        };
        self.line.write((1..=count).map(|id| message(id).to_string()).collect()).await
    }
}

async fn applications() -> Json<Value> {
    Json(json!([{ "id": 1, "name": "Ward", "description": "", "image": "", "internal": false, "token": "invented" }]))
}

async fn messages() -> Json<Value> {
    Json(json!({ "messages": [], "paging": { "size": 0, "since": 0, "limit": 100 } }))
}

async fn stream(State(line): State<Arc<Line>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(async move |socket| line.carry(socket).await)
}
