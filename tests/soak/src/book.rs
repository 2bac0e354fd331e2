use std::collections::BTreeMap;

use protocol::Status;
use uuid::Uuid;

/// Who may change a row: where both did, either could be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// The user at the desktop.
    User,
    /// Somebody in a browser elsewhere.
    Elsewhere,
}

/// What was done, and so what must be true in the end.
#[derive(Default)]
pub struct Book {
    batches: Vec<Vec<Uuid>>,
    rows: BTreeMap<Uuid, Entry>,
}

struct Entry {
    owner: Owner,
    /// What it may be: more than one when an action was not answered.
    may_be: Vec<Status>,
}

impl Book {
    /// The type of the next batch: all of its own, so that a toast says which batch it is of.
    pub fn next_kind(&self) -> String {
        kind(self.batches.len())
    }

    /// Notes a batch. Batches take turns: one is the user's, one is touched elsewhere.
    pub fn add(&mut self, ids: Vec<Uuid>) {
        let owner = if self.batches.len().is_multiple_of(2) { Owner::User } else { Owner::Elsewhere };
        self.rows.extend(ids.iter().map(|id| (*id, Entry { owner, may_be: vec![Status::Unread] })));
        self.batches.push(ids);
    }

    /// What is there to be changed by this one.
    pub fn rows_of(&self, owner: Owner) -> Vec<Uuid> {
        let theirs = |entry: &Entry| entry.owner == owner && entry.may_be != [Status::Deleted];
        self.rows.iter().filter(|(_, entry)| theirs(entry)).map(|(id, _)| *id).collect()
    }

    /// The batches that are the user's.
    pub fn batches_of_user(&self) -> Vec<usize> {
        (0..self.batches.len()).step_by(2).collect()
    }

    /// Notes that a row was changed, or may have been when nobody answered.
    pub fn change(&mut self, id: Uuid, to: Status, answered: bool) {
        let entry = self.rows.get_mut(&id).expect("a row that was written down");
        if answered {
            entry.may_be.clear();
        }
        entry.may_be.push(to);
    }

    /// How many there were in all.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many there are of each batch.
    pub fn sizes(&self) -> BTreeMap<String, usize> {
        self.batches.iter().enumerate().map(|(number, batch)| (kind(number), batch.len())).collect()
    }

    /// Fails unless these are the rows that must be there now.
    pub fn approve(&self, there: &BTreeMap<Uuid, Status>) {
        for id in there.keys() {
            assert!(self.rows.contains_key(id), "nobody wrote {id}");
        }
        for (id, Entry { owner, may_be }) in &self.rows {
            let is = there.get(id).copied().unwrap_or(Status::Deleted);
            assert!(may_be.contains(&is), "{id} is {is:?}; it should be {may_be:?} by the {owner:?}");
        }
    }
}

/// As many digits for each: summaries list types in the order of the alphabet.
pub fn kind(batch: usize) -> String {
    format!("B{batch:06}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> (Book, Uuid) {
        let (mut book, id) = (Book::default(), Uuid::from_u128(1));
        book.add(vec![id]);
        (book, id)
    }

    #[test]
    fn what_was_not_answered_may_be_done_or_not() {
        let (mut book, id) = book();
        book.change(id, Status::Read, false);
        book.approve(&BTreeMap::from([(id, Status::Unread)]));
        book.approve(&BTreeMap::from([(id, Status::Read)]));
        book.change(id, Status::Deleted, true);
        book.approve(&BTreeMap::new());
        assert!(book.rows_of(Owner::User).is_empty());
    }

    #[test]
    #[should_panic(expected = "it should be [Read] by the User")]
    fn a_lost_action_is_found() {
        let (mut book, id) = book();
        book.change(id, Status::Read, true);
        book.approve(&BTreeMap::from([(id, Status::Unread)]));
    }

    #[test]
    #[should_panic(expected = "is Deleted; it should be [Unread]")]
    fn a_lost_row_is_found() {
        book().0.approve(&BTreeMap::new());
    }
}
