use jiff::Timestamp;

use super::notes::{self, Known};
use super::{Counts, Imported, LeftOut, Reason};
use crate::audit::{Action, Deed, Party, Who};
use crate::django::rows::Found;
use crate::store::Db;
use crate::users::{self, Account};
use crate::{Error, NewUser, UserId, password, sessions};

/// What becomes of somebody.
enum Fate {
    /// All is as it was.
    Same,
    /// They have an account now.
    New,
    /// Something about their account is another.
    Changed,
    /// They had an account already, which gets their notifications and is the hub's own otherwise.
    Joined,
    /// Somebody else has their address.
    EmailTaken,
}

/// Takes over people.
pub fn take(db: &Db<'_>, found: Found<Account>, now: Timestamp) -> Result<Imported, Error> {
    let Found { rows, ids } = found;
    let people = Counts { read: ids.len(), ..Counts::default() };
    let left_out = LeftOut::rest(ids, rows.iter().map(|account| account.id.to_string()), Reason::UnknownRole);
    let mut imported = Imported { people, left_out, ..Imported::default() };
    let known = notes::people(db, rows.iter().map(|account| account.id))?;
    for said in rows {
        let there = with_usable_password(&said);
        let fate = match known.get(&there.id) {
            Some(known) => update(db, known, &there, now)?,
            None => welcome(db, &there, now)?,
        };
        let mut leave = |reason| imported.left_out.push(LeftOut { id: said.id.to_string(), reason });
        match fate {
            Fate::EmailTaken => leave(Reason::EmailTaken),
            Fate::New | Fate::Changed if there != said => leave(Reason::UnknownPassword),
            _ => {}
        }
        match fate {
            Fate::New => imported.people.new += 1,
            Fate::Changed => imported.people.changed += 1,
            Fate::Joined => imported.joined += 1,
            Fate::Same | Fate::EmailTaken => {}
        }
    }
    Ok(imported)
}

/// Shuts out people whom the source does not have any more. What they have here stays.
pub fn let_go(db: &Db<'_>, ids: &[String], now: Timestamp) -> Result<Imported, Error> {
    let ids = ids.iter().filter_map(|id| id.parse().ok()).map(UserId);
    let mut people = Counts::default();
    for (id, Known { here, said }) in notes::people(db, ids)? {
        let gone = Account { user: NewUser { is_active: false, ..said.user.clone() }, ..said.clone() };
        if gone == said {
            continue;
        }
        if here == id {
            let held = held(db, here)?;
            change(db, &held, &shut_out_with(&held, &gone), now)?;
            people.gone += 1;
        }
        notes::put_person(db, &gone, here)?;
    }
    Ok(Imported { people, ..Imported::default() })
}

/// Somebody who was not taken over yet. An account with their address is theirs only if it may do the same: nobody shall get
/// rights by an import, nor read what those with rights are told.
fn welcome(db: &Db<'_>, there: &Account, now: Timestamp) -> Result<Fate, Error> {
    // From when the hub worked beside the source.
    let with_id = users::account(db, there.id)?;
    let with_email = users::by_email(db, &there.user.email)?;
    let (held, fate) = match (with_id, with_email) {
        (Some(held), _) => (held, Fate::Joined),
        (None, Some(_)) if make_room(db, there)? => (there.clone(), Fate::New),
        (None, Some(holder)) => (held(db, holder.id)?, Fate::Joined),
        (None, None) => (there.clone(), Fate::New),
    };
    match fate {
        Fate::New => {
            users::put(db, there)?;
            let deed = Deed::new(Action::UserAdded, Who::OFFICE).to(Party::User(there.id));
            deed.with(there.user.role.to_string()).note(db, now)?;
        }
        _ if held.id != there.id && (!may_do_the_same(&held, there) || notes::is_somebody(db, held.id)?) => {
            return Ok(Fate::EmailTaken);
        }
        _ => change(db, &held, &shut_out_with(&held, there), now)?,
    }
    notes::put_person(db, &notes::noted(there), held.id)?;
    Ok(fate)
}

/// Somebody who was taken over.
fn update(db: &Db<'_>, known: &Known, there: &Account, now: Timestamp) -> Result<Fate, Error> {
    let mut noted = notes::noted(there);
    if noted == known.said {
        return Ok(Fate::Same);
    }
    let held = held(db, known.here)?;
    let mut wanted =
        if known.here == there.id { merged(&held, &known.said, &noted, there) } else { shut_out_with(&held, there) };
    let is_taken = wanted.user.email != held.user.email && !make_room(db, &wanted)?;
    if is_taken {
        // As if there had been no other one: so the next import tries again.
        wanted.user.email.clone_from(&held.user.email);
        noted.user.email.clone_from(&known.said.user.email);
    }
    change(db, &held, &wanted, now)?;
    notes::put_person(db, &noted, known.here)?;
    Ok(match is_taken {
        true => Fate::EmailTaken,
        false if wanted == held => Fate::Same,
        false => Fate::Changed,
    })
}

/// What becomes of an account: what changed there since the last time holds, and the rest stays as it is here.
fn merged(held: &Account, before: &Account, noted: &Account, there: &Account) -> Account {
    let (of, was, is) = (&held.user, &before.user, &there.user);
    let user = NewUser {
        email: newer(&of.email, &was.email, &is.email),
        name: newer(&of.name, &was.name, &is.name),
        role: newer(&of.role, &was.role, &is.role),
        is_staff: newer(&of.is_staff, &was.is_staff, &is.is_staff),
        is_active: newer(&of.is_active, &was.is_active, &is.is_active),
    };
    let password = if noted.password == before.password { &held.password } else { &there.password };
    Account { id: held.id, user, password: password.clone() }
}

fn newer<T: PartialEq + Clone>(held: &T, before: &T, there: &T) -> T {
    if there == before { held.clone() } else { there.clone() }
}

/// An account that is the hub's own, but for one thing: who is shut out there is shut out here.
fn shut_out_with(held: &Account, there: &Account) -> Account {
    let is_active = held.user.is_active && there.user.is_active;
    Account { user: NewUser { is_active, ..held.user.clone() }, ..held.clone() }
}

fn may_do_the_same(held: &Account, there: &Account) -> bool {
    let rights = |of: &Account| (of.user.role, of.user.is_staff, of.user.is_active);
    rights(held) == rights(there)
}

/// Takes an address from whoever came with it and has another one there by now, which their own row brings; false when it is
/// somebody's who was here before.
fn make_room(db: &Db<'_>, keeper: &Account) -> Result<bool, Error> {
    let email = &keeper.user.email;
    let Some(holder) = users::by_email(db, email)?.filter(|holder| holder.id != keeper.id) else {
        return Ok(true);
    };
    let is_imported =
        notes::people(db, [holder.id].into_iter())?.get(&holder.id).is_some_and(|it| it.here == holder.id);
    if is_imported {
        users::give_up_email(db, email, keeper.id)?;
    }
    Ok(is_imported)
}

fn held(db: &Db<'_>, id: UserId) -> Result<Account, Error> {
    users::account(db, id)?.ok_or(Error::Unreadable)
}

/// Changes an account, ends sessions that may not go on, and notes it in the audit log.
fn change(db: &Db<'_>, held: &Account, wanted: &Account, now: Timestamp) -> Result<(), Error> {
    if wanted == held {
        return Ok(());
    }
    users::put(db, wanted)?;
    let is_other_password = held.password != wanted.password;
    let is_out = held.user.is_active && !wanted.user.is_active;
    if is_other_password || is_out {
        sessions::end_all(db, held.id)?;
    }
    let deed = |action| Deed::new(action, Who::OFFICE).to(Party::User(held.id));
    let deeds = [
        (is_other_password, deed(Action::PasswordChanged)),
        (held.user.role != wanted.user.role, deed(Action::RoleSet).with(wanted.user.role.to_string())),
        (is_out, deed(Action::Deactivated)),
        (!held.user.is_active && wanted.user.is_active, deed(Action::Activated)),
    ];
    deeds.into_iter().filter(|(is_done, _)| *is_done).try_for_each(|(_, deed)| deed.note(db, now))
}

/// The same account, without a password where the hub can't check it.
fn with_usable_password(there: &Account) -> Account {
    if password::is_known(&there.password) {
        return there.clone();
    }
    Account { password: password::NONE.to_owned(), ..there.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Role;

    fn account(name: &str, role: Role, password: &str) -> Account {
        let user = NewUser { role, ..NewUser::new("ada@ward.example", name) };
        Account { id: UserId(uuid::Uuid::nil()), user, password: password.to_owned() }
    }

    #[test]
    fn what_changed_there_holds_and_the_rest_stays_as_it_is_here() {
        let before = notes::noted(&account("Ada Nowak", Role::Patient, "old"));
        let becomes = |held: &Account, there: &Account| merged(held, &before, &notes::noted(there), there);
        let held = account("Ada Nowak-Lis", Role::Nurse, "upgraded");
        for (there, expected) in [
            (account("Ada Nowak", Role::Patient, "old"), held.clone()),
            (account("Ada Lis", Role::Patient, "old"), account("Ada Lis", Role::Nurse, "upgraded")),
            (account("Ada Nowak", Role::Doctor, "old"), account("Ada Nowak-Lis", Role::Doctor, "upgraded")),
            (account("Ada Nowak", Role::Patient, "new"), account("Ada Nowak-Lis", Role::Nurse, "new")),
        ] {
            assert!(becomes(&held, &there) == expected);
        }
    }

    #[test]
    fn who_is_shut_out_on_either_side_is_shut_out() {
        let active = account("Ada Nowak", Role::Patient, "");
        let out = Account { user: NewUser { is_active: false, ..active.user.clone() }, ..active.clone() };
        for (held, there, expected) in [(&active, &active, true), (&active, &out, false), (&out, &active, false)] {
            assert_eq!(shut_out_with(held, there).user.is_active, expected);
        }
    }
}
