use std::sync::Arc;

use protocol::{CSRF_COOKIE, CSRF_HEADER, SERVICE_PATH, SESSION_COOKIE, SOCKET_PATH, Wants, login_paths};
use reqwest::cookie::{CookieStore, Jar};
use reqwest::{Certificate, Client, ClientBuilder, Method, RequestBuilder, Response, redirect};
use serde_json::Value;
use tokio_tungstenite::tungstenite::Error;
use url::Url;

use crate::Socket;

/// Somebody at a client: keeps cookies, follows no redirect, opens sockets.
pub struct Visitor {
    http: Client,
    cookies: Arc<Jar>,
    base: Url,
}

impl Visitor {
    /// One who has not been here before.
    pub fn new(base: Url) -> Self {
        Self::with(Client::builder(), base)
    }

    /// One who trusts this authority, given as PEM, and no other.
    pub fn trusting(authority: &str, base: Url) -> Self {
        let authority = Certificate::from_pem(authority.as_bytes()).unwrap();
        Self::with(Client::builder().tls_certs_only([authority]), base)
    }

    fn with(http: ClientBuilder, base: Url) -> Self {
        let cookies = Arc::new(Jar::default());
        // Each request on a connection of its own: behind a balancer the next one goes to another server.
        let http = http.no_proxy().pool_max_idle_per_host(0).redirect(redirect::Policy::none());
        Self { http: http.cookie_provider(Arc::clone(&cookies)).build().unwrap(), cookies, base }
    }

    /// The value of a cookie, if there is one.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let header = self.cookies.cookies(&self.base)?;
        let mut pairs = header.to_str().unwrap().split("; ").filter_map(|pair| pair.split_once('='));
        pairs.find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
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
        self.opens_the_form().await;
        let token = self.cookie(CSRF_COOKIE).unwrap();
        let form = [("email", email), ("password", password), ("csrfmiddlewaretoken", &token)];
        self.ask(Method::POST, login_paths::LOGIN).form(&form).send().await.unwrap()
    }

    /// Looks at the sign-in page, which gives the token.
    pub async fn opens_the_form(&self) -> Response {
        let page = self.ask(Method::GET, login_paths::LOGIN).send().await.unwrap();
        assert_eq!(page.status(), 200);
        page
    }

    /// A request to the service, below its path, with the proof.
    pub fn call(&self, method: Method, rest: &str) -> RequestBuilder {
        let request = self.ask(method, &format!("{SERVICE_PATH}{rest}")).header("Accept", "application/json");
        match self.cookie(CSRF_COOKIE) {
            Some(token) => request.header(CSRF_HEADER, token),
            None => request,
        }
    }

    /// What the service answers.
    pub async fn answer(&self, method: Method, rest: &str) -> (u16, Value) {
        answer(self.call(method, rest)).await
    }

    /// What the service answers to a question that must succeed.
    pub async fn get(&self, rest: &str) -> Value {
        let (status, body) = self.answer(Method::GET, rest).await;
        assert_eq!(status, 200, "{rest}: {body}");
        body
    }

    /// Opens a socket with the session.
    pub async fn socket(&self) -> Socket {
        self.tries_socket(SOCKET_PATH, None).await.unwrap()
    }

    /// Opens a socket that wants more than the deployed wire has.
    pub async fn socket_that(&self, wants: Wants) -> Socket {
        self.tries_socket(&wants.socket_path(), None).await.unwrap()
    }

    /// The status with which a socket at this path is refused.
    pub async fn refused_socket(&self, path: &str, origin: Option<&str>) -> u16 {
        match self.tries_socket(path, origin).await {
            Err(Error::Http(answer)) => answer.status().as_u16(),
            other => panic!("no refusal: {:?}", other.map(|_| "open")),
        }
    }

    /// Tries to open a socket.
    pub async fn tries_socket(&self, path: &str, origin: Option<&str>) -> Result<Socket, Error> {
        let mut url = self.base.join(path).unwrap();
        url.set_scheme("ws").unwrap();
        Socket::open(&url, self.cookie(SESSION_COOKIE).as_deref(), origin).await
    }
}

/// Status and body; an empty body is null.
pub async fn answer(request: RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() })
}
