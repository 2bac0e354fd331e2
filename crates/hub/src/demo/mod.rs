//! The demo: a small ward of invented people to whom things keep happening.

mod script;
mod ward;

use std::time::Duration;

use jiff::Zoned;
use secrecy::SecretString;
use tokio::time::sleep;

pub use ward::{Event, Ward};

use crate::notifications::Start;
use crate::store::Db;
use crate::{Error, Hub, NewUser, Office, notifications, users};
use ward::Past;

impl Ward {
    /// What everybody in the ward signs in with.
    pub fn password(&self) -> &str {
        &self.script.password
    }

    /// Whose desk the demo is made for: the one who hears of everything.
    pub fn protagonist(&self) -> &str {
        self.script.people.first().map_or("", |person| &person.email)
    }

    /// Adds the people and their last days to a data folder, if they are not there already.
    ///
    /// # Errors
    /// When the database can't be used.
    pub async fn move_in(&mut self, office: &Office, now: &Zoned) -> Result<(), Error> {
        match office.user(self.protagonist()).await {
            Err(Error::UnknownUser) => {}
            known => return known.map(|_| ()),
        }
        for person in &self.script.people {
            let user = NewUser {
                role: person.role,
                is_staff: person.is_staff,
                ..NewUser::new(person.email.clone(), person.name.clone())
            };
            office.add_user(user, SecretString::from(self.password())).await?;
        }
        let history = self.history(now)?;
        office.store.write(move |db| remember(db, &history)).await
    }

    /// Lets things happen for ever, one about `every` so often.
    ///
    /// # Errors
    /// When one can't be stored.
    pub async fn live(&mut self, hub: &Hub, every: Duration) -> Result<(), Error> {
        loop {
            sleep(every.mul_f64(self.jitter())).await;
            let Event { to, notification } = self.event(&Zoned::now())?;
            let mut receivers = Vec::with_capacity(to.len());
            for email in to {
                receivers.push(hub.user(&email).await?);
            }
            hub.send_bulk_notification(receivers, notification).await?;
        }
    }
}

/// Writes what has happened; all of it was delivered in its time.
fn remember(db: &Db<'_>, history: &[Past]) -> Result<(), Error> {
    for Past { event, at, status } in history {
        let date = at.timestamp();
        for email in &event.to {
            let receiver = users::by_email(db, email)?.ok_or(Error::UnknownUser)?.id;
            let start = Start { date, status: *status, delivered_at: Some(date) };
            notifications::insert(db, &[receiver], &event.notification, start)?;
        }
    }
    Ok(())
}
