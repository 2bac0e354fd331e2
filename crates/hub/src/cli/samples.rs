use clap::Args;
use jiff::Timestamp;

use super::{Clinic, Failure, say};

#[derive(Args)]
pub struct TestNotifications {
    #[command(flatten)]
    clinic: Clinic,
}

#[derive(Args)]
pub struct SpecificNotifications {
    #[command(flatten)]
    clinic: Clinic,
    /// The receiver's e-mail address.
    #[arg(long)]
    to: String,
}

#[derive(Args)]
pub struct ModuleNotifications {
    #[command(flatten)]
    clinic: Clinic,
}

impl TestNotifications {
    /// Says how many there were.
    pub async fn run(self) -> Result<(), Failure> {
        let office = self.clinic.office().await?;
        let count = office.create_test_notifications(Timestamp::now()).await?;
        office.ring().await?;
        Ok(say(&format!("{count} notifications created"))?)
    }
}

impl SpecificNotifications {
    /// Says how many there were.
    pub async fn run(self) -> Result<(), Failure> {
        let office = self.clinic.office().await?;
        let user = match office.user(&self.to).await {
            Err(hub::Error::UnknownUser) => return Err(Failure::Stranger(self.to)),
            found => found?,
        };
        let ids = office.create_specific_notifications(user, Timestamp::now()).await?;
        office.ring().await?;
        Ok(say(&format!("{} notifications created", ids.len()))?)
    }
}

impl ModuleNotifications {
    /// Says how many there were.
    pub async fn run(self) -> Result<(), Failure> {
        let office = self.clinic.office().await?;
        let count = match office.create_module_notifications(&mut rand::rng(), Timestamp::now()).await {
            Err(hub::Error::UnknownUser) => return Err(Failure::TooFew),
            created => created?,
        };
        Ok(say(&format!("{count} notifications created"))?)
    }
}
