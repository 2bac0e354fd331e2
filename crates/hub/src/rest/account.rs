use axum::Json;
use axum::extract::State;
use axum_extra::extract::cookie::CookieJar;
use jiff::Timestamp;
use protocol::{Outcome, SESSION_COOKIE};
use secrecy::SecretString;

use super::caller::Caller;
use super::fields::Fields;
use super::refusal::Refusal;
use crate::app::App;
use crate::audit::{Action, Deed, Party, Who};
use crate::outside::Visit;
use crate::sessions::SessionId;
use crate::sign_in::Verdict;
use crate::store::Db;
use crate::{sessions, users};

/// Where people change their own password.
pub const PASSWORD: &str = "/api/v1/account/password/";

/// The fewest characters of a password that people choose.
const SHORTEST: usize = 8;

/// `POST account/password/`: `old_password` and `new_password`. Ends every session of this user but the one that asks.
pub async fn change_password(
    State(app): State<App>,
    Caller { user, .. }: Caller,
    visit: Visit,
    cookies: CookieJar,
    fields: Fields,
) -> Result<Json<Outcome>, Refusal> {
    let old = SecretString::from(fields.required("old_password")?);
    let new = SecretString::from(new_password(&fields)?);
    match app.authenticate(user.email, old, visit.address).await? {
        Verdict::Welcome(_) => {}
        Verdict::Wrong => return Err(Refusal::field("old_password", "This is not your password.")),
        Verdict::TooSoon(wait) => return Err(Refusal::TooSoon(wait)),
    }
    let hash = app.office.hasher.hash(new).await?;
    let own = cookies.get(SESSION_COOKIE).map(|cookie| SessionId::of(cookie.value()));
    let kept = own.clone();
    let work = move |db: &Db<'_>| {
        users::set_password(db, user.id, &hash)?;
        sessions::end_others(db, user.id, kept.as_ref())?;
        let who = Who::at(Party::User(user.id), visit.address);
        Deed::new(Action::PasswordChanged, who).to(Party::User(user.id)).note(db, Timestamp::now())
    };
    app.office.store.write(work).await?;
    app.presence.close_others(user.id, own.as_ref());
    app.bell.ring();
    Ok(Json(Outcome { status: "password changed".to_owned() }))
}

fn new_password(fields: &Fields) -> Result<&str, Refusal> {
    let new = fields.required("new_password")?;
    if new.chars().count() < SHORTEST {
        return Err(Refusal::field("new_password", format!("A password has at least {SHORTEST} characters.")));
    }
    Ok(new)
}
