use std::io::{self, IsTerminal};

use clap::{Args, Subcommand};
use hub::{Member, NewUser, Office, Role, UserId};
use secrecy::SecretString;

use super::{Clinic, Failure, say};

#[derive(Subcommand)]
pub enum UserCommand {
    /// Add a user. The password is read from HUB_PASSWORD, else from the first line of the standard input.
    Add(AddUser),
    /// List the users: e-mail address, name, role, and whether they are staff or shut out.
    List(List),
    /// Give a user another password, read as for `add`, and end all their sessions.
    Password(Named),
    /// Shut a user out at once: no sign-in, no request, no socket.
    Deactivate(Named),
    /// Let a user in again.
    Activate(Named),
    /// Say what a user is in the clinic.
    Role(SetRole),
}

#[derive(Args)]
pub struct AddUser {
    #[command(flatten)]
    clinic: Clinic,
    /// What they sign in with.
    #[arg(long)]
    email: String,
    /// What others see.
    #[arg(long)]
    name: String,
    /// What they are.
    #[arg(long, value_enum, default_value_t)]
    role: Role,
    /// Lets them write notifications for others by REST.
    #[arg(long)]
    staff: bool,
    /// Does not let them sign in.
    #[arg(long)]
    inactive: bool,
}

#[derive(Args)]
pub struct List {
    #[command(flatten)]
    clinic: Clinic,
}

#[derive(Args)]
pub struct Named {
    #[command(flatten)]
    clinic: Clinic,
    /// The user's e-mail address.
    email: String,
}

#[derive(Args)]
pub struct SetRole {
    #[command(flatten)]
    named: Named,
    /// What they are.
    #[arg(value_enum)]
    role: Role,
}

impl UserCommand {
    /// Does what was asked.
    pub async fn run(self) -> Result<(), Failure> {
        match self {
            Self::Add(user) => user.run().await,
            Self::List(List { clinic }) => {
                for member in clinic.office().await?.members().await? {
                    say(&line(&member))?;
                }
                Ok(())
            }
            Self::Password(named) => {
                let password = password()?;
                let (office, user) = named.find().await?;
                office.set_password(user, password).await?;
                Ok(office.ring().await?)
            }
            Self::Deactivate(named) => named.set_active(false).await,
            Self::Activate(named) => named.set_active(true).await,
            Self::Role(SetRole { named, role }) => {
                let (office, user) = named.find().await?;
                Ok(office.set_role(user, role).await?)
            }
        }
    }
}

impl AddUser {
    async fn run(self) -> Result<(), Failure> {
        let password = password()?;
        let user = NewUser {
            role: self.role,
            is_staff: self.staff,
            is_active: !self.inactive,
            ..NewUser::new(self.email, self.name)
        };
        let id = self.clinic.office().await?.add_user(user, password).await?;
        Ok(say(&id.to_string())?)
    }
}

impl Named {
    async fn find(self) -> Result<(Office, UserId), Failure> {
        let office = self.clinic.office().await?;
        let user = match office.user(&self.email).await {
            Err(hub::Error::UnknownUser) => return Err(Failure::Stranger(self.email)),
            found => found?,
        };
        Ok((office, user))
    }

    async fn set_active(self, is_active: bool) -> Result<(), Failure> {
        let (office, user) = self.find().await?;
        office.set_active(user, is_active).await?;
        Ok(office.ring().await?)
    }
}

fn line(member: &Member) -> String {
    let staff = if member.is_staff { "staff" } else { "" };
    let active = if member.is_active { "" } else { "inactive" };
    let role = member.role.to_string();
    [&member.email, &member.name, role.as_str(), staff, active].join("\t").trim_end().to_owned()
}

/// From the environment or the standard input: arguments can be read by everybody on the machine.
fn password() -> Result<SecretString, Failure> {
    let typed = match std::env::var("HUB_PASSWORD") {
        Ok(password) => password,
        Err(_) => {
            if io::stdin().is_terminal() {
                eprintln!("Password (it will be visible):");
            }
            let mut line = String::new();
            io::stdin().read_line(&mut line)?;
            line.trim_end_matches(['\r', '\n']).to_owned()
        }
    };
    if typed.is_empty() { Err(Failure::NoPassword) } else { Ok(SecretString::from(typed)) }
}
