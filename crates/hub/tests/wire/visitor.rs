//! Somebody at a client: keeps cookies, follows no redirect, opens sockets.

use std::sync::Arc;

use futures_util::{SinkExt, StreamExt};
use protocol::{CSRF_COOKIE, CSRF_HEADER, SERVICE_PATH, SESSION_COOKIE, SOCKET_PATH, login_paths};
use reqwest::cookie::{CookieStore, Jar};
use reqwest::{Client, Method, RequestBuilder, Response, redirect};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use url::Url;

use crate::ward::DEADLINE;

pub struct Visitor {
    http: Client,
    cookies: Arc<Jar>,
    base: Url,
}

impl Visitor {
    pub fn new(base: Url) -> Self {
        let cookies = Arc::new(Jar::default());
        let http = Client::builder().cookie_provider(Arc::clone(&cookies)).redirect(redirect::Policy::none());
        Self { http: http.build().unwrap(), cookies, base }
    }

    /// The value of a cookie, if there is one.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let header = self.cookies.cookies(&self.base)?;
        let pairs = header.to_str().unwrap().split("; ").filter_map(|pair| pair.split_once('='));
        pairs.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
    }

    /// Plants a cookie.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.add_cookie_str(&format!("{name}={value}; Path=/"), &self.base);
    }

    /// A request to any path, without any proof.
    pub fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.base.join(path).unwrap())
    }

    /// Signs in by the form, as a browser does.
    pub async fn sign_in(&self, email: &str, password: &str) -> Response {
        assert_eq!(self.ask(Method::GET, login_paths::LOGIN).send().await.unwrap().status(), 200);
        let token = self.cookie(CSRF_COOKIE).unwrap();
        let form = [("email", email), ("password", password), ("csrfmiddlewaretoken", &token)];
        self.ask(Method::POST, login_paths::LOGIN).form(&form).send().await.unwrap()
    }

    /// A request to the service, below its path, with the CSRF proof.
    pub fn call(&self, method: Method, rest: &str) -> RequestBuilder {
        let request = self.ask(method, &format!("{SERVICE_PATH}{rest}"));
        match self.cookie(CSRF_COOKIE) {
            Some(token) => request.header(CSRF_HEADER, token),
            None => request,
        }
    }

    /// What the service answers.
    pub async fn answer(&self, method: Method, rest: &str) -> (u16, Value) {
        answer(self.call(method, rest)).await
    }

    pub async fn get(&self, rest: &str) -> Value {
        let (status, body) = self.answer(Method::GET, rest).await;
        assert_eq!(status, 200, "{rest}: {body}");
        body
    }

    /// Opens a socket with the session cookie.
    pub async fn socket(&self) -> Socket {
        let cookie = self.cookie(SESSION_COOKIE).expect("signed in");
        Socket(open(&self.base, Some(&cookie)).await.unwrap())
    }

    /// The status with which a socket is refused.
    pub async fn refused_socket(&self) -> u16 {
        match open(&self.base, self.cookie(SESSION_COOKIE).as_deref()).await {
            Err(Error::Http(answer)) => answer.status().as_u16(),
            other => panic!("no refusal: {:?}", other.map(|_| "open")),
        }
    }
}

/// Status and body; an empty body is null.
pub async fn answer(request: RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() })
}

type Wire = WebSocketStream<MaybeTlsStream<TcpStream>>;

async fn open(base: &Url, session: Option<&str>) -> Result<Wire, Error> {
    let mut url = base.join(SOCKET_PATH).unwrap();
    url.set_scheme("ws").unwrap();
    let mut request = url.as_str().into_client_request()?;
    if let Some(session) = session {
        request.headers_mut().insert("Cookie", format!("{SESSION_COOKIE}={session}").parse().unwrap());
    }
    connect_async(request).await.map(|(wire, _)| wire)
}

pub struct Socket(Wire);

impl Socket {
    /// The next frame of whatever kind; `None` when the connection ended without a close frame.
    pub async fn frame(&mut self) -> Option<Message> {
        let next = timeout(DEADLINE, self.0.next()).await.expect("a frame in time");
        next.and_then(Result::ok)
    }

    /// The next text frame.
    pub async fn text(&mut self) -> String {
        loop {
            match self.frame().await.expect("an open socket") {
                Message::Text(text) => return text.as_str().to_owned(),
                Message::Ping(_) => {}
                other => panic!("no text: {other:?}"),
            }
        }
    }

    /// The next text frame as JSON.
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

    pub async fn say(&mut self, frame: Message) {
        self.0.send(frame).await.unwrap();
    }

    /// Says something that is always answered, and takes the answer: nothing else was waiting before it.
    pub async fn is_silent(&mut self) {
        self.say(Message::text(r#"{"action":"mark_read","notification_id":1}"#)).await;
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
