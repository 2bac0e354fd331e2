use std::time::Duration;

use hyper_util::client::proxy::matcher::Intercept;
use jiff::Timestamp;
use protocol::{
    CSRF_COOKIE, CSRF_HEADER, Changes, Detail, IDEMPOTENCY_KEY_HEADER, Kind, List, LoginForm, NotificationId, Patch,
    Refusal, Row, SERVICE_PATH, SESSION_COOKIE, ServerStatus, Status, TestSend, TestSent, UnreadCount, login_paths,
};
use reqwest::header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderValue, ORIGIN, REFERER, SET_COOKIE};
use reqwest::{Client, Method, Proxy, RequestBuilder, Response, StatusCode, redirect};
use rustls::ClientConfig;
use secrecy::ExposeSecret;
use serde::de::DeserializeOwned;
use store::Pending;
use url::form_urlencoded;

use crate::account::Cookies;
use crate::clock;
use crate::error::ServerError;
use crate::network::Network;
use crate::server::Server;

const CONNECT_WITHIN: Duration = Duration::from_secs(10);
/// Between two pieces of an answer; a list of thousands of rows takes the deployed server seconds to begin (section 5.1).
const ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// For a whole answer, however slowly it drips.
const END_WITHIN: Duration = Duration::from_secs(120);

/// Asks one server's sign-in and REST service. Cloning is cheap; clones share connections.
#[derive(Clone)]
pub struct Rest {
    http: Client,
    server: Server,
    /// Whether a proxy is asked for every connection.
    proxied: bool,
}

impl Rest {
    /// For this server.
    ///
    /// # Errors
    /// [`ServerError::Certificate`] when TLS can't be set up.
    pub fn new(server: Server, network: &Network) -> Result<Self, ServerError> {
        let proxy = network.proxy(&server).as_ref().map(proxy).transpose()?;
        let proxied = proxy.is_some();
        let http = Client::builder()
            .dns_resolver(network.names())
            .tls_backend_preconfigured(ClientConfig::clone(&network.tls()))
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECT_WITHIN)
            .read_timeout(ANSWER_WITHIN)
            .timeout(END_WITHIN)
            .user_agent(concat!("TakeCare-Desktop/", env!("CARGO_PKG_VERSION")));
        let http = match proxy {
            Some(proxy) => http.proxy(proxy),
            None => http.no_proxy(),
        };
        Ok(Self { http: http.build().map_err(|_| ServerError::Certificate)?, server, proxied })
    }

    /// Signs in: 302 with a session, and REST takes that session; everything else is a refusal (protocol.md, 1.2).
    ///
    /// # Errors
    /// [`ServerError::Credentials`] when the server does not let this user in.
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<Cookies, ServerError> {
        let page = self.send(self.http.get(self.server.at(login_paths::LOGIN))).await?;
        if page.status().is_server_error() {
            return Err(ServerError::Status(page.status().as_u16()));
        }
        let csrf = cookie(&page, CSRF_COOKIE).ok_or(ServerError::NotTakeCare)?;
        let form = LoginForm {
            email: email.to_owned(),
            password: password.to_owned(),
            csrfmiddlewaretoken: Some(csrf.clone()),
        };
        let post = self.http.post(self.server.at(login_paths::LOGIN)).header(COOKIE, format!("{CSRF_COOKIE}={csrf}"));
        let answer = self.send(self.same_origin(post).form(&form)).await?;
        let cookies = match (answer.status(), cookie(&answer, SESSION_COOKIE), cookie(&answer, CSRF_COOKIE)) {
            (StatusCode::FOUND, Some(session), renewed) => {
                Cookies { session: session.into(), csrf: renewed.unwrap_or(csrf).into() }
            }
            (StatusCode::OK | StatusCode::FOUND, None, _) => return Err(ServerError::Credentials),
            (StatusCode::FORBIDDEN, ..) => return Err(ServerError::Csrf),
            (status, ..) => return Err(ServerError::Status(status.as_u16())),
        };
        match self.unread_count(&cookies).await {
            Ok(_) => Ok(cookies),
            Err(ServerError::SignedOut) => Err(ServerError::Credentials),
            Err(error) => Err(error),
        }
    }

    /// Ends the session on the server (protocol.md, section 1.4).
    ///
    /// # Errors
    /// When the server can't be told; the session then ends by its age.
    pub async fn sign_out(&self, cookies: &Cookies) -> Result<(), ServerError> {
        let asked = self.with_session(self.http.get(self.server.at(login_paths::LOGOUT)), cookies)?;
        self.send(asked).await.map(|_| ())
    }

    /// How many are unread.
    ///
    /// # Errors
    /// As for every call: what the server or the way to it said.
    pub async fn unread_count(&self, cookies: &Cookies) -> Result<UnreadCount, ServerError> {
        self.get("unread-count/", cookies).await
    }

    /// The newest ten, and how many there are in all.
    ///
    /// # Errors
    /// See [`Self::unread_count`].
    pub async fn first_page(&self, cookies: &Cookies) -> Result<List, ServerError> {
        self.get("?page=1", cookies).await
    }

    /// The newest `limit`: the only consistent read of more than a page (protocol.md, section 5.1).
    ///
    /// # Errors
    /// See [`Self::unread_count`].
    pub async fn newest(&self, cookies: &Cookies, limit: u32) -> Result<List, ServerError> {
        self.get(&format!("?limit={limit}"), cookies).await
    }

    /// What the server says of itself; it tells anybody (protocol.md, section 5.2).
    ///
    /// # Errors
    /// See [`Self::unread_count`].
    pub async fn status(&self) -> Result<ServerStatus, ServerError> {
        self.answer(self.request(Method::GET, "status/")).await
    }

    /// The server's clock, if it shows it.
    ///
    /// # Errors
    /// See [`Self::unread_count`].
    pub async fn clock(&self) -> Result<Option<Timestamp>, ServerError> {
        let page = self.send(self.http.get(self.server.at(login_paths::LOGIN))).await?;
        Ok(clock::shown(page.headers()))
    }

    /// What changed since a cursor; without one, from where on to ask (`docs/capabilities.md`).
    ///
    /// # Errors
    /// Status 410 when the cursor is not known any more; else see [`Self::unread_count`].
    pub async fn changes(&self, cookies: &Cookies, since: Option<&str>) -> Result<Changes, ServerError> {
        let since = since.map(|since| ("since", since));
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(since).finish();
        self.get(&format!("changes/?{query}"), cookies).await
    }

    /// Does an action once, however often it is sent, on a server that can (`docs/capabilities.md`). Brings the row as it is.
    ///
    /// # Errors
    /// See [`Self::mark`].
    pub async fn set_once(&self, cookies: &Cookies, action: &Pending) -> Result<Row, ServerError> {
        let request = self.request(Method::PATCH, &format!("{}/", action.id)).json(&Patch { status: action.wanted });
        let request = request.header(IDEMPOTENCY_KEY_HEADER, action.key.to_string());
        let request = self.same_origin(request).header(CSRF_HEADER, cookies.csrf.expose_secret());
        self.answer(self.with_session(request, cookies)?).await
    }

    /// Sets the status of one.
    ///
    /// # Errors
    /// [`ServerError::NotFound`] when it is not there (any more); else see [`Self::unread_count`].
    pub async fn mark(&self, cookies: &Cookies, id: NotificationId, status: Status) -> Result<(), ServerError> {
        let request = match status {
            Status::Read => self.request(Method::POST, &format!("{id}/mark-read/")),
            Status::Deleted => self.request(Method::POST, &format!("{id}/mark-deleted/")),
            Status::Unread => self.request(Method::PATCH, &format!("{id}/")).json(&Patch { status }),
        };
        let request = self.same_origin(request).header(CSRF_HEADER, cookies.csrf.expose_secret());
        let answer = self.send(self.with_session(request, cookies)?).await?;
        accept(answer).await.map(|_| ())
    }

    /// Has the server send its own user a notification (protocol.md, section 5.2), and brings its id.
    ///
    /// # Errors
    /// See [`Self::unread_count`].
    pub async fn send_test(&self, cookies: &Cookies) -> Result<NotificationId, ServerError> {
        let test =
            TestSend { message: Some("A test of this desktop".to_owned()), notification_type: Some(Kind::System) };
        let request = self.same_origin(self.request(Method::POST, "test/")).json(&test);
        let request = request.header(CSRF_HEADER, cookies.csrf.expose_secret());
        let sent: TestSent = self.answer(self.with_session(request, cookies)?).await?;
        sent.notification_id.ok_or(ServerError::NotTakeCare)
    }

    async fn get<T: DeserializeOwned>(&self, path: &str, cookies: &Cookies) -> Result<T, ServerError> {
        self.answer(self.with_session(self.request(Method::GET, path), cookies)?).await
    }

    async fn answer<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, ServerError> {
        let answer = self.send(request).await?;
        let mut answer = accept(answer).await?;
        // Piece by piece: taken at once, a list of all rows would be in memory twice.
        let mut body = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(|error| failure(&error))? {
            body.extend_from_slice(&piece);
        }
        serde_json::from_slice(&body).map_err(|_| ServerError::NotTakeCare)
    }

    async fn send(&self, request: RequestBuilder) -> Result<Response, ServerError> {
        match request.send().await {
            // Only a proxy says so.
            Ok(answer) if answer.status() == StatusCode::PROXY_AUTHENTICATION_REQUIRED => Err(ServerError::ProxySignIn),
            Ok(answer) => Ok(answer),
            Err(error) => Err(match failure(&error) {
                ServerError::UnknownHost | ServerError::Unreachable if self.proxied && error.is_connect() => {
                    ServerError::ProxyAbsent
                }
                other => other,
            }),
        }
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}{SERVICE_PATH}{path}", self.server.origin());
        self.http.request(method, url).header(ACCEPT, "application/json")
    }

    /// Proves that a change comes from the server's own side (protocol.md, section 1.3).
    fn same_origin(&self, request: RequestBuilder) -> RequestBuilder {
        let origin = self.server.origin();
        request.header(REFERER, format!("{origin}/")).header(ORIGIN, origin)
    }

    fn with_session(&self, request: RequestBuilder, cookies: &Cookies) -> Result<RequestBuilder, ServerError> {
        let mut header = HeaderValue::from_str(&cookies.header()).map_err(|_| ServerError::SignedOut)?;
        header.set_sensitive(true);
        Ok(request.header(COOKIE, header))
    }
}

/// Lets a good answer through, and names what the others mean (protocol.md, section 5.3).
async fn accept(answer: Response) -> Result<Response, ServerError> {
    match answer.status() {
        status if status.is_success() => Ok(answer),
        StatusCode::FORBIDDEN => {
            let body = answer.bytes().await.map_err(|error| failure(&error))?;
            let detail: Option<Detail> = serde_json::from_slice(&body).ok();
            Err(match detail.map(|detail| detail.refusal()) {
                Some(Refusal::SignedOut) => ServerError::SignedOut,
                Some(Refusal::Csrf) => ServerError::Csrf,
                Some(Refusal::Other) => ServerError::Forbidden,
                None => ServerError::NotTakeCare,
            })
        }
        StatusCode::NETWORK_AUTHENTICATION_REQUIRED => Err(ServerError::NotTakeCare),
        StatusCode::NOT_FOUND => {
            let body = answer.bytes().await.map_err(|error| failure(&error))?;
            let ours = serde_json::from_slice::<Detail>(&body).is_ok();
            Err(if ours { ServerError::NotFound } else { ServerError::NotTakeCare })
        }
        status if status.is_redirection() => Err(ServerError::NotTakeCare),
        // A proxy or a firewall has pages of its own for these; the service answers in JSON (section 5.3).
        status if status.is_client_error() && !is_json(&answer) => Err(ServerError::NotTakeCare),
        status => Err(ServerError::Status(status.as_u16())),
    }
}

fn is_json(answer: &Response) -> bool {
    let kind = answer.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("application/json"))
}

/// The same proxy in the HTTP library's words.
fn proxy(found: &Intercept) -> Result<Proxy, ServerError> {
    let proxy = Proxy::all(found.uri().to_string()).map_err(|_| ServerError::ProxyAbsent)?;
    Ok(match (found.basic_auth(), found.raw_auth()) {
        (Some(header), _) => proxy.custom_http_auth(header.clone()),
        (None, Some((user, password))) => proxy.basic_auth(user, password),
        (None, None) => proxy,
    })
}

fn failure(error: &reqwest::Error) -> ServerError {
    if error.is_timeout() { ServerError::TimedOut } else { ServerError::of(error) }
}

/// The value that an answer sets a cookie to; none when it is deleted.
fn cookie(answer: &Response, name: &str) -> Option<String> {
    let set = answer.headers().get_all(SET_COOKIE).iter().filter_map(|header| header.to_str().ok());
    let mut values = set.filter_map(|header| header.split(';').next()?.split_once('='));
    let (_, value) = values.find(|(set, _)| set.trim() == name)?;
    let value = value.trim().trim_matches('"');
    (!value.is_empty()).then(|| value.to_owned())
}
