use std::collections::{BTreeMap, BTreeSet};

use client::{Effect, Toast, ToastId};
use uuid::Uuid;

/// What a desktop was told to show, counted: each notification has its own toast, or a summary counts it.
#[derive(Debug, Default)]
pub struct Screen {
    /// How often each was shown alone.
    pub singles: BTreeMap<Uuid, usize>,
    /// What the summaries of earlier floods counted in the end.
    counted: usize,
    /// What the summary of the flood that goes on counts.
    flood: usize,
    /// Toasts that were taken away again.
    pub withdrawn: BTreeSet<Uuid>,
}

impl Screen {
    /// Takes in what is shown next.
    pub fn show(&mut self, effect: &Effect) {
        match effect {
            Effect::Show(Toast { id: ToastId::One(id), .. }) => {
                *self.singles.entry(*id).or_default() += 1;
                self.end_flood();
            }
            Effect::Show(Toast { id: ToastId::Summary, title, .. }) => {
                let title = title.to_string();
                let (count, _) = title.split_once(' ').unwrap();
                self.flood = count.parse().unwrap();
            }
            Effect::Withdraw(ToastId::One(id)) => {
                self.withdrawn.insert(*id);
            }
            Effect::Show(_) | Effect::Withdraw(_) | Effect::Browse(_) => {}
        }
    }

    /// The next summary counts from one again: after a single toast, or a restart.
    pub fn end_flood(&mut self) {
        self.counted += std::mem::take(&mut self.flood);
    }

    /// How many notifications were announced.
    pub fn announced(&self) -> usize {
        self.singles.values().sum::<usize>() + self.counted + self.flood
    }

    /// How many of them had a toast of their own, and how many were counted.
    pub fn split(&self) -> (usize, usize) {
        (self.singles.len(), self.counted + self.flood)
    }
}
