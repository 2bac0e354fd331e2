use clap::Args;
use hub::AuditEntry;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Failure, Storage, say};

#[derive(Args)]
pub struct AuditCommand {
    #[command(flatten)]
    storage: Storage,
    /// From this day on, as 2026-11-23.
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Only what this user did, or what was done to them: their e-mail address.
    #[arg(long, value_name = "EMAIL")]
    user: Option<String>,
    /// One JSON object a line.
    #[arg(long)]
    json: bool,
}

impl AuditCommand {
    /// Shows the lines, oldest first. It fails in the end when somebody changed them.
    pub async fn run(self) -> Result<(), Failure> {
        let office = hub::Office::open(&self.storage.database()?).await?;
        let since = match self.since {
            Some(day) => day.to_zoned(TimeZone::system())?.timestamp(),
            None => Timestamp::MIN,
        };
        let party = match self.user {
            None => None,
            Some(email) => match office.user(&email).await {
                Err(hub::Error::UnknownUser) => return Err(Failure::Stranger(email)),
                found => Some(format!("user:{}", found?)),
            },
        };
        let mut trail = office.audit_trail(since);
        loop {
            let page = trail.next().await?;
            if page.is_empty() {
                return trail.broken_at().map_or(Ok(()), |line| Err(Failure::AuditBroken(line)));
            }
            for entry in page.iter().filter(|entry| party.as_ref().is_none_or(|party| entry.concerns(party))) {
                say(&if self.json { serde_json::to_string(entry)? } else { line(entry) })?;
            }
        }
    }
}

fn line(entry: &AuditEntry) -> String {
    let actor = entry.actor_email.as_ref().unwrap_or(&entry.actor);
    let subject = entry.subject_email.as_ref().or(entry.subject.as_ref());
    let said = [subject, entry.address.as_ref(), entry.detail.as_ref()].map(|word| word.map_or("", String::as_str));
    let amount = entry.amount.map(|amount| amount.to_string()).unwrap_or_default();
    let [subject, address, detail] = said;
    let at = entry.at.to_string();
    [&at, &entry.action, actor, subject, address, detail, &amount].join("\t").trim_end().to_owned()
}
