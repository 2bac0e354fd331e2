mod service;

use std::future::pending;

use zbus::names::OwnedUniqueName;
use zbus::{Error, Result, fdo};

use super::Response;
use crate::notice::Notice;
use service::Service;

/// A toast, as the program that shows it knows it: another program counts anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Popup {
    service: OwnedUniqueName,
    number: u32,
}

/// Toasts by whatever program shows them on this desktop. There is one connection to it, which is made with the first toast
/// and kept until that program ends or gives way to another.
#[derive(Default)]
pub struct Popups(Option<Service>);

impl Popups {
    /// Nothing is shown yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Shows a toast, in the place of an older one if that is still known.
    ///
    /// # Errors
    /// When nobody shows toasts, or the one who does refuses.
    pub async fn show(&mut self, notice: &Notice, older: Option<&Popup>) -> Result<Popup> {
        match self.service().await?.show(notice, older).await {
            Err(error) if has_ended(&error) => {
                self.0 = None;
                self.service().await?.show(notice, older).await
            }
            shown => shown,
        }
    }

    /// Takes a toast away. Nobody waits for that: it may be gone already.
    ///
    /// # Errors
    /// When the connection is broken.
    pub async fn close(&self, popup: &Popup) -> Result<()> {
        match &self.0 {
            Some(service) => service.close(popup).await,
            None => Ok(()),
        }
    }

    /// What becomes of a toast, ours or another program's.
    pub async fn heard(&mut self) -> (Popup, Response) {
        loop {
            match &mut self.0 {
                Some(service) => match service.heard().await {
                    Some(heard) => return heard,
                    None => self.0 = None,
                },
                None => pending().await,
            }
        }
    }

    async fn service(&mut self) -> Result<&Service> {
        match self.0 {
            Some(ref service) => Ok(service),
            None => Ok(self.0.insert(Service::find().await?)),
        }
    }
}

/// It was not there any more, or ended over the answer.
fn has_ended(error: &Error) -> bool {
    use fdo::Error::{NameHasNoOwner, NoReply, ServiceUnknown};
    matches!(error, Error::FDO(why) if matches!(**why, ServiceUnknown(_) | NameHasNoOwner(_) | NoReply(_)))
}
