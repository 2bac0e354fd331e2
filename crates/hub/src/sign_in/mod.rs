//! Who may come in: the password, and how often one may be tried.

mod attempts;

use std::net::IpAddr;
use std::time::{Duration, Instant};

use axum::http::HeaderValue;
use secrecy::SecretString;
use tokio::sync::Mutex;

use crate::app::App;
use crate::audit::{Action, Deed, Party, Who};
use crate::turns::Asker;
use crate::users::User;
use crate::{Error, password, users};
use attempts::Attempts;

/// What every sign-in passes.
#[derive(Default)]
pub struct Door {
    attempts: Attempts,
    /// One password is looked at at a time, so that every wrong one before it counts.
    turn: Mutex<()>,
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
        let turn = self.turns.take(Asker::Claimant(email.to_lowercase())).await?;
        let app = self.clone();
        // A wrong password counts even when whoever tried it does not wait for the answer.
        let judged = tokio::spawn(async move {
            let _turn = turn;
            judge(app, email, password, from).await
        });
        judged.await.map_err(|_| Error::Interrupted)?
    }
}

/// The header that says how long to wait, in whole seconds.
pub fn retry_after(wait: Duration) -> HeaderValue {
    HeaderValue::from(wait.as_secs() + 1)
}

async fn judge(app: App, email: String, password: SecretString, from: IpAddr) -> Result<Verdict, Error> {
    let asked = email.clone();
    let user = app.office.store.read(move |db| users::by_email(db, &asked)).await?;
    let verdict = look(&app, &email, &password, user.as_ref(), from).await?;
    if let Verdict::Welcome(user) = &verdict
        && password::is_outdated(&user.password)
        // Beside Django its hash is the one that both take.
        && !app.office.is_beside()
    {
        renew(&app, user, password).await?;
    }
    if matches!(verdict, Verdict::Wrong) {
        let subject = user.map(|user| Party::User(user.id));
        let refused = Deed::new(Action::SignInRefused, Who::at(Party::Hub, from));
        app.note_refusal(Deed { subject, ..refused }).await?;
    }
    Ok(verdict)
}

/// Looks at a password, unless it is too soon.
async fn look(
    app: &App,
    email: &str,
    password: &SecretString,
    user: Option<&User>,
    from: IpAddr,
) -> Result<Verdict, Error> {
    let _turn = app.door.turn.lock().await;
    let attempts = &app.door.attempts;
    if let Some(wait) = attempts.wait(email, from, Instant::now()) {
        tracing::warn!("a sign-in was refused: too many wrong passwords");
        app.metrics.refused.inc();
        app.refusals.count(1);
        return Ok(Verdict::TooSoon(wait));
    }
    let fits = app.office.hasher.fits(password.clone(), user.map(|user| user.password.clone())).await?;
    let Some(user) = user.filter(|user| fits && user.is_active) else {
        attempts.failed(email, from, Instant::now());
        app.metrics.refused.inc();
        return Ok(Verdict::Wrong);
    };
    attempts.succeeded(email, from, Instant::now());
    Ok(Verdict::Welcome(user.clone()))
}

/// Keeps a password under today's hash, unless it was changed meanwhile.
async fn renew(app: &App, user: &User, password: SecretString) -> Result<(), Error> {
    let (id, old, new) = (user.id, user.password.clone(), app.office.hasher.hash(password).await?);
    app.office.store.write(move |db| users::replace_password(db, id, &old, &new)).await
}
