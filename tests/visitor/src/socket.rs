use futures_util::{SinkExt, StreamExt};
use protocol::SESSION_COOKIE;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use url::Url;

use crate::PATIENCE;

/// An open socket.
pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Opens one with this session and origin.
    pub async fn open(url: &Url, session: Option<&str>, origin: Option<&str>) -> Result<Self, Error> {
        let mut request = url.as_str().into_client_request()?;
        if let Some(session) = session {
            request.headers_mut().insert("Cookie", format!("{SESSION_COOKIE}={session}").parse().unwrap());
        }
        if let Some(origin) = origin {
            request.headers_mut().insert("Origin", origin.parse().unwrap());
        }
        connect_async(request).await.map(|(wire, _)| Self(wire))
    }

    /// The next frame of whatever kind, pings too; `None` when the connection ended without a close frame.
    pub async fn any_frame(&mut self) -> Option<Message> {
        timeout(PATIENCE, self.0.next()).await.expect("a frame in time").and_then(Result::ok)
    }

    /// The next frame of whatever kind but pings, which are no reason to wait any longer.
    pub async fn frame(&mut self) -> Option<Message> {
        let next = async {
            loop {
                match self.any_frame().await {
                    Some(Message::Ping(_)) => {}
                    next => return next,
                }
            }
        };
        timeout(PATIENCE, next).await.expect("a frame in time")
    }

    /// The next text.
    pub async fn text(&mut self) -> String {
        match self.frame().await {
            Some(Message::Text(text)) => text.as_str().to_owned(),
            other => panic!("no text: {other:?}"),
        }
    }

    /// The next text as JSON.
    pub async fn json(&mut self) -> Value {
        serde_json::from_str(&self.text().await).unwrap()
    }

    /// The messages of the next so many notifications.
    pub async fn messages(&mut self, count: usize) -> Vec<String> {
        let mut messages = Vec::with_capacity(count);
        for _ in 0..count {
            messages.push(self.json().await["message"].as_str().expect("a notification").to_owned());
        }
        messages
    }

    /// Sends a text.
    pub async fn say(&mut self, text: impl Into<String>) {
        self.send(Message::text(text.into())).await;
    }

    /// Sends a frame of any kind.
    pub async fn send(&mut self, frame: Message) {
        self.0.send(frame).await.unwrap();
    }

    /// Says something that is always answered, and takes the answer: nothing else was waiting before it.
    pub async fn is_silent(&mut self) {
        self.say(r#"{"action":"mark_read","notification_id":1}"#).await;
        let ack = r#"{"status": "success", "action": "mark_read", "notification_id": 1}"#;
        assert_eq!(self.text().await, ack, "nothing else was said");
    }

    /// The code of the close frame that comes next.
    pub async fn close_code(&mut self) -> u16 {
        match self.frame().await {
            Some(Message::Close(Some(frame))) => frame.code.into(),
            other => panic!("no close frame: {other:?}"),
        }
    }
}
