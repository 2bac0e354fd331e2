//! Sign-in and sign-out by form, as a browser does them (section 1).

use std::sync::Arc;
use std::time::Duration;

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use axum::http::header::{LOCATION, RETRY_AFTER, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar};
use jiff::Timestamp;
use minijinja::{Environment, context};
use protocol::{CSRF_COOKIE, LoginForm, SESSION_COOKIE, login_paths};
use secrecy::SecretString;

use crate::app::App;
use crate::audit::{Action, Deed, Party, Who};
use crate::outside::Visit;
use crate::rest::Refusal;
use crate::sessions::SessionId;
use crate::sign_in::{Verdict, retry_after};
use crate::store::Db;
use crate::users::User;
use crate::{Error, cookie, csrf, sessions, token};

/// The HTML pages.
#[derive(Clone)]
pub struct Pages(Arc<Environment<'static>>);

impl Pages {
    /// Reads the templates that are built in.
    pub fn new() -> Result<Self, Error> {
        let mut pages = Environment::new();
        pages.add_template("login.html", include_str!("../templates/login.html"))?;
        Ok(Self(Arc::new(pages)))
    }

    fn login(&self, csrf_token: &str, note: Note) -> Result<Html<String>, Error> {
        let page = self.0.get_template("login.html")?;
        Ok(Html(page.render(context! {
            csrf_token,
            refused => matches!(note, Note::Wrong),
            minutes => match note { Note::TooSoon(wait) => Some(wait.as_secs() / 60 + 1), _ => None },
        })?))
    }
}

/// What the page says about the attempt before it.
#[derive(Clone, Copy)]
enum Note {
    None,
    Wrong,
    TooSoon(Duration),
}

/// `GET /accounts/login/`
pub async fn show(State(app): State<App>, cookies: CookieJar, visit: Visit) -> Response {
    page(&app, &cookies, visit, Note::None).unwrap_or_else(failed)
}

/// `POST /accounts/login/`: 302 with a session, or 200 with the form again (sections 1.1 and 1.2).
pub async fn submit(
    State(app): State<App>,
    cookies: CookieJar,
    visit: Visit,
    headers: HeaderMap,
    form: Result<Form<LoginForm>, FormRejection>,
) -> Response {
    // A body that is no form counts as an empty form.
    let form = form.map_or_else(|_| empty(), |Form(form)| form);
    if let Err(fault) = csrf::check(visit, &headers, form.csrfmiddlewaretoken.as_deref()) {
        return (StatusCode::FORBIDDEN, Html(format!("<!doctype html><title>Refused</title><p>{fault}</p>")))
            .into_response();
    }
    sign_in(&app, &cookies, visit, form).await.unwrap_or_else(failed)
}

/// `GET /accounts/logout/`: ends the session and closes its sockets (section 1.4).
pub async fn sign_out(State(app): State<App>, cookies: CookieJar, visit: Visit) -> Response {
    if let Some(cookie) = cookies.get(SESSION_COOKIE) {
        let session = SessionId::of(cookie.value());
        let ended = session.clone();
        let end = move |db: &Db<'_>| {
            if let Some(user) = sessions::user_of(db, &ended, Timestamp::now())? {
                noted(Action::SignedOut, &user, visit).note(db, Timestamp::now())?;
            }
            sessions::end(db, &ended)
        };
        if let Err(error) = app.office.store.write(end).await {
            return failed(error);
        }
        app.presence.close_session(&session);
        app.bell.ring();
    }
    redirect(login_paths::LOGIN, [cookie::no_session()])
}

async fn sign_in(app: &App, cookies: &CookieJar, visit: Visit, form: LoginForm) -> Result<Response, Error> {
    let user = match app.authenticate(form.email, SecretString::from(form.password), visit.address).await? {
        Verdict::Welcome(user) => user,
        Verdict::Wrong => return page(app, cookies, visit, Note::Wrong),
        Verdict::TooSoon(wait) => {
            let mut page = page(app, cookies, visit, Note::TooSoon(wait))?;
            page.headers_mut().insert(RETRY_AFTER, retry_after(wait));
            return Ok(page);
        }
    };
    let now = Timestamp::now();
    let replaced = cookies.get(SESSION_COOKIE).map(|cookie| SessionId::of(cookie.value()));
    let ended = replaced.clone();
    let renew = move |db: &Db<'_>| {
        // Whoever knew the key that was there before does not know the one that comes.
        ended.map_or(Ok(()), |ended| sessions::end(db, &ended))?;
        noted(Action::SignedIn, &user, visit).note(db, now)?;
        sessions::begin(db, user.id, now)
    };
    let key = app.office.store.write(renew).await?;
    if let Some(replaced) = replaced {
        app.presence.close_session(&replaced);
        app.bell.ring();
    }
    Ok(redirect("/", [cookie::csrf(&token::fresh(), visit, now)?, cookie::session(&key, visit, now)?]))
}

/// What the audit log says of it.
fn noted(action: Action, user: &User, visit: Visit) -> Deed {
    Deed::new(action, Who::at(Party::User(user.id), visit.address))
}

fn page(app: &App, cookies: &CookieJar, visit: Visit, note: Note) -> Result<Response, Error> {
    let known = cookies.get(CSRF_COOKIE).map(Cookie::value).filter(|value| token::is_well_formed(value));
    let token = known.map_or_else(token::fresh, str::to_owned);
    let page = app.pages.login(&token, note)?;
    Ok(([(SET_COOKIE, cookie::csrf(&token, visit, Timestamp::now())?)], page).into_response())
}

fn redirect(to: &'static str, cookies: impl IntoIterator<Item = HeaderValue>) -> Response {
    let mut response = (StatusCode::FOUND, [(LOCATION, to)]).into_response();
    for cookie in cookies {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

fn failed(error: Error) -> Response {
    Refusal::from(error).into_response()
}

fn empty() -> LoginForm {
    LoginForm { email: String::new(), password: String::new(), csrfmiddlewaretoken: None }
}
