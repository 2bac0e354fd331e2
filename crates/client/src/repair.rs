//! What the user is told of damage that was repaired.

use store::Repair;
use store::access_log::{Access, By};

use crate::engine::Engine;
use crate::toast::{Effect, Toast, ToastId};

impl Engine {
    /// Tells of it once.
    pub(crate) fn tell_of_repair(&mut self) {
        let Ok(opened) = self.opened() else { return };
        match opened.store.take_repair() {
            Ok(Some(repair)) => {
                if repair.replaced {
                    self.note(Access::FileSetAside, Some(By::System));
                }
                self.show(Effect::Show(toast(repair)));
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "nobody can be told of a repair"),
        }
    }
}

fn toast(repair: Repair) -> Toast {
    let title = if repair.replaced { "Damaged file replaced" } else { "Damaged notifications" };
    Toast { id: ToastId::State, kind: "SYSTEM".to_owned(), title: title.to_owned(), body: sentences(repair) }
}

fn sentences(repair: Repair) -> String {
    let mut said = String::from(match repair.replaced {
        true => {
            "The stored notifications were damaged. They are fetched again from the server; the damaged file was kept."
        }
        false => "Some stored notifications were damaged. They are fetched again from the server.",
    });
    if repair.saved > 0 {
        said += &format!(" {} not sent yet could be saved.", actions(repair.saved));
    }
    if repair.lost > 0 {
        said += &format!(" {} could not: please check what you marked or deleted last.", actions(repair.lost));
    }
    said
}

fn actions(number: u32) -> String {
    if number == 1 { "One action".to_owned() } else { format!("{number} actions") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_what_happened_what_was_saved_and_what_to_do() {
        let said = sentences(Repair { replaced: true, saved: 3, lost: 1 });
        assert!(said.starts_with("The stored notifications were damaged."), "{said}");
        assert!(said.contains("3 actions not sent yet could be saved. One action could not: please check"), "{said}");
        let said = sentences(Repair { replaced: true, saved: 0, lost: 0 });
        assert!(said.ends_with("the damaged file was kept."), "nothing to do: {said}");
    }
}
