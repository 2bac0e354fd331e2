//! Who may come in: the password, and how often one may be tried.

mod attempts;

use std::net::IpAddr;
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use axum::http::HeaderValue;
use secrecy::SecretString;
use tokio::sync::Semaphore;

use crate::app::App;
use crate::users::User;
use crate::{Error, password, users};
use attempts::Attempts;

/// What every sign-in passes.
pub struct Door {
    attempts: Attempts,
    /// How many passwords are looked at at once: each takes a processor, and 19 MB.
    turns: Semaphore,
}

impl Door {
    /// Nobody has tried yet.
    pub fn new() -> Self {
        let at_once = available_parallelism().map_or(1, usize::from);
        Self { attempts: Attempts::default(), turns: Semaphore::new(at_once) }
    }
}

/// What becomes of a sign-in.
pub enum Verdict {
    /// It is this user, whose account is active.
    Welcome(User),
    /// E-mail address and password don't belong together, or the account is closed.
    Wrong,
    /// There were too many wrong ones: the password was not looked at, and will not be for so long.
    TooSoon(Duration),
}

impl App {
    /// Who this is. Every "wrong" takes as long as a "welcome".
    pub async fn authenticate(&self, email: String, password: SecretString, from: IpAddr) -> Result<Verdict, Error> {
        // A wrong password counts even when whoever tried it does not wait for the answer.
        tokio::spawn(judge(self.clone(), email, password, from)).await.map_err(|_| Error::Interrupted)?
    }
}

/// The header that says how long to wait, in whole seconds.
pub fn retry_after(wait: Duration) -> HeaderValue {
    HeaderValue::from(wait.as_secs() + 1)
}

async fn judge(app: App, email: String, password: SecretString, from: IpAddr) -> Result<Verdict, Error> {
    let _turn = app.door.turns.acquire().await.map_err(|_| Error::Interrupted)?;
    let attempts = &app.door.attempts;
    if let Some(wait) = attempts.wait(&email, from, Instant::now()) {
        tracing::warn!("a sign-in was refused: too many wrong passwords");
        app.metrics.refused.inc();
        return Ok(Verdict::TooSoon(wait));
    }
    let asked = email.clone();
    let user = app.office.store.read(move |db| users::by_email(db, &asked)).await?;
    let fits = password::fits(password.clone(), user.as_ref().map(|user| user.password.clone())).await?;
    let Some(user) = user.filter(|user| fits && user.is_active) else {
        attempts.failed(&email, from, Instant::now());
        app.metrics.refused.inc();
        return Ok(Verdict::Wrong);
    };
    attempts.succeeded(&email, from, Instant::now());
    // Beside Django its hash is the one that both take.
    if password::is_outdated(&user.password) && !app.office.is_beside() {
        renew(&app, &user, password).await?;
    }
    Ok(Verdict::Welcome(user))
}

/// Keeps a password under today's hash, unless it was changed meanwhile.
async fn renew(app: &App, user: &User, password: SecretString) -> Result<(), Error> {
    let (id, old, new) = (user.id, user.password.clone(), password::hash(password).await?);
    app.office.store.write(move |db| users::replace_password(db, id, &old, &new)).await
}
