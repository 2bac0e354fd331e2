use jiff::Timestamp;

use super::merge::{may_do_the_same, merged, shut_out_with, with_usable_password};
use super::notes::{self, Known};
use super::{Counts, Imported, LeftOut, Reason};
use crate::audit::{Action, Deed, Party, Who};
use crate::django::rows::Found;
use crate::store::Db;
use crate::users::{self, Account};
use crate::{Error, NewUser, UserId, sessions};

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
    let Some(held) = in_the_way(db, there)? else {
        users::put(db, there)?;
        notes::put_person(db, &notes::noted(there), there.id)?;
        let deed = Deed::new(Action::UserAdded, Who::OFFICE).to(Party::User(there.id));
        deed.with(there.user.role.to_string()).note(db, now)?;
        return Ok(Fate::New);
    };
    let is_free = held.id == there.id || !notes::is_somebody(db, held.id)?;
    if !is_free || (held.id != there.id && !may_do_the_same(&held, there)) {
        return Ok(Fate::EmailTaken);
    }
    change(db, &held, &shut_out_with(&held, there), now)?;
    notes::put_person(db, &notes::noted(there), held.id)?;
    Ok(Fate::Joined)
}

/// The account that is here in the place of a new one: their own, from when the hub worked beside the source, or one that has
/// their address.
fn in_the_way(db: &Db<'_>, there: &Account) -> Result<Option<Account>, Error> {
    if let Some(own) = users::account(db, there.id)? {
        return Ok(Some(own));
    }
    let holder = holder(db, &there.user.email, there.id)?;
    holder.map(|holder| held(db, holder)).transpose()
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
    let is_taken = holder(db, &wanted.user.email, held.id)?.is_some();
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

/// Who keeps an address from this person because they had it here before. It is taken from one who came with it: they have
/// another one there by now, which their own row brings.
fn holder(db: &Db<'_>, email: &str, wanted_by: UserId) -> Result<Option<UserId>, Error> {
    let Some(holder) = users::by_email(db, email)?.map(|user| user.id).filter(|id| *id != wanted_by) else {
        return Ok(None);
    };
    let came_with_it = notes::people(db, [holder].into_iter())?.get(&holder).is_some_and(|known| known.here == holder);
    if !came_with_it {
        return Ok(Some(holder));
    }
    users::give_up_email(db, email, wanted_by)?;
    Ok(None)
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
