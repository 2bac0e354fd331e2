//! Looking for damage, repairing it, and what the user is told of that.

use bridge::Fault;
use language::{Phrase, say};
use store::access_log::{Access, By};
use store::{AccountId, Repair, StoreError, leave_nothing};

use crate::desk::{Desk, Safe};
use crate::engine::{Engine, Errand};
use crate::error::store_fault;
use crate::session::Input;
use crate::toast::{Effect, about_itself};

impl Engine {
    /// Has the whole database looked at, beside everything else; what was repaired already is told.
    pub(crate) fn verify(&mut self) -> Result<(), Fault> {
        self.tell_of_repair();
        let Some(Desk { account, safe: Safe::Open(opened), .. }) = &self.desk else { return Ok(()) };
        let (account, open) = (account.id(), opened.readers.token());
        let reader = opened.store.reader().map_err(|error| store_fault(&error))?;
        self.errands.spawn_blocking(move || {
            let _open = open;
            Errand::Verified(account, leave_nothing(|| reader.verify()))
        });
        Ok(())
    }

    /// Rows that do not open are given up, and the server is asked for them.
    pub(crate) fn verified(&mut self, account: AccountId, verdict: Result<Vec<i64>, StoreError>) {
        let desk = self.desk.as_mut().filter(|desk| desk.account.id() == account);
        let Some(opened) = desk.and_then(|desk| desk.opened().ok()) else { return };
        let mended = match verdict {
            Ok(damaged) if damaged.is_empty() => return,
            Err(StoreError::Closed) => return,
            Ok(damaged) => opened.store.write_off(&damaged),
            Err(StoreError::Damaged) => opened.replace(),
            Err(error) => Err(error),
        };
        match mended {
            Ok(changes) => {
                self.changed(&changes);
                self.tell(Input::Unlocked);
                self.tell_of_repair();
            }
            Err(error) => {
                tracing::error!(%error, "the database does not fit together");
                self.desk = None;
                self.block(store_fault(&error));
            }
        }
    }

    /// Tells of it once.
    pub(crate) fn tell_of_repair(&mut self) {
        let Ok(opened) = self.opened() else { return };
        match opened.store.take_repair() {
            Ok(Some(repair)) => {
                if repair.replaced {
                    self.note(Access::FileSetAside, Some(By::System));
                }
                let title = if repair.replaced { say::repair_file_title() } else { say::repair_rows_title() };
                self.show(Effect::Show(about_itself(title, sentences(repair))));
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "nobody can be told of a repair"),
        }
    }
}

fn sentences(repair: Repair) -> Phrase {
    let happened = if repair.replaced { say::repair_file() } else { say::repair_rows() };
    let saved = (repair.saved > 0).then(|| say::repair_saved(repair.saved));
    let lost = (repair.lost > 0).then(|| say::repair_lost(repair.lost));
    Phrase::several([happened].into_iter().chain(saved).chain(lost).collect(), " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_what_happened_what_was_saved_and_what_to_do() {
        let said = sentences(Repair { replaced: true, saved: 3, lost: 1 }).to_string();
        assert!(said.starts_with("The stored notifications were damaged."), "{said}");
        assert!(said.contains("3 actions not sent yet could be saved. One action could not: please check"), "{said}");
        let said = sentences(Repair { replaced: true, saved: 0, lost: 0 }).to_string();
        assert!(said.ends_with("the damaged file was kept."), "nothing to do: {said}");
    }
}
