use clap::{Args, Subcommand};

use super::{Clinic, Failure, say};

#[derive(Subcommand)]
pub enum WatchCommand {
    /// Have a table tell what happens in it, by a trigger. Again with other columns changes it.
    Add(Add),
    /// Take the trigger away.
    Remove(Remove),
    /// List the tables that tell.
    List(List),
}

#[derive(Args)]
pub struct Add {
    #[command(flatten)]
    clinic: Clinic,
    /// The table of the module, such as referrals_referral.
    table: String,
    /// A column that points to a row which rules need, too, such as appointment_slot_id: it is told as `appointment_slot`.
    #[arg(long = "with", value_name = "COLUMN")]
    with: Vec<String>,
}

#[derive(Args)]
pub struct Remove {
    #[command(flatten)]
    clinic: Clinic,
    /// The table.
    table: String,
}

#[derive(Args)]
pub struct List {
    #[command(flatten)]
    clinic: Clinic,
}

impl WatchCommand {
    /// Does what was asked.
    pub async fn run(self) -> Result<(), Failure> {
        match self {
            Self::Add(Add { clinic, table, with }) => Ok(clinic.office().await?.watch_table(&table, with).await?),
            Self::Remove(Remove { clinic, table }) => Ok(clinic.office().await?.unwatch_table(&table).await?),
            Self::List(List { clinic }) => {
                for table in clinic.office().await?.watched_tables().await? {
                    say(&table)?;
                }
                Ok(())
            }
        }
    }
}
