use clap::Args;
use hub::{Counts, Imported, PostgresUrl};

use super::{Clinic, Failure, say};

/// So many rows are read before it is told how far it is.
const STEP: usize = 5_000;

#[derive(Args)]
pub struct Import {
    #[command(flatten)]
    clinic: Clinic,
    /// The PostgreSQL database of TakeCare's web site, as postgres://user@host/name. Nothing is written there. One with a
    /// password belongs into the environment: everybody on the machine can read arguments.
    #[arg(long, value_name = "URL", env = "HUB_IMPORT_FROM", hide_env_values = true)]
    from: String,
}

impl Import {
    /// Does what was asked.
    pub async fn run(self) -> Result<(), Failure> {
        let from = PostgresUrl::at(&self.from)?;
        let office = self.clinic.office().await?;
        let mut steps = 0;
        let imported = office.import(&from, |so_far| {
            let (people, notifications) = (so_far.people.read, so_far.notifications.read);
            if (people + notifications) / STEP > steps {
                steps = (people + notifications) / STEP;
                eprintln!("{people} people and {notifications} notifications read");
            }
        });
        let imported = imported.await?;
        office.ring().await?;
        tell(&imported)?;
        match imported.left_out.len() {
            0 => Ok(()),
            count => Err(Failure::LeftOut(count)),
        }
    }
}

/// What came of it: what was left out by id, never by what it says.
fn tell(imported: &Imported) -> Result<(), Failure> {
    let counts = |of: &Counts| format!("{} read, {} new, {} changed, {} gone", of.read, of.new, of.changed, of.gone);
    for left_out in &imported.left_out {
        say(&format!("left out: {left_out}"))?;
    }
    say(&format!("people: {}, {} joined with accounts that were here", counts(&imported.people), imported.joined))?;
    Ok(say(&format!("notifications: {}", counts(&imported.notifications)))?)
}
