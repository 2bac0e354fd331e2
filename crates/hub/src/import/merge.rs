//! What becomes of an account that both sides have.

use crate::users::Account;
use crate::{NewUser, password};

/// What becomes of an account: what changed there since the last time holds, and the rest stays as it is here. What the
/// source said `before` and what it says now, `noted`, have fingerprints for passwords.
pub fn merged(held: &Account, before: &Account, noted: &Account, there: &Account) -> Account {
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
pub fn shut_out_with(held: &Account, there: &Account) -> Account {
    let is_active = held.user.is_active && there.user.is_active;
    Account { user: NewUser { is_active, ..held.user.clone() }, ..held.clone() }
}

/// Whether two accounts have the same rights.
pub fn may_do_the_same(held: &Account, there: &Account) -> bool {
    let rights = |of: &Account| (of.user.role, of.user.is_staff, of.user.is_active);
    rights(held) == rights(there)
}

/// The same account, without a password where the hub can't check it.
pub fn with_usable_password(there: &Account) -> Account {
    if password::is_known(&there.password) {
        return there.clone();
    }
    Account { password: password::NONE.to_owned(), ..there.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::notes;
    use crate::{Role, UserId};

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
