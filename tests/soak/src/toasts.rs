use std::collections::BTreeMap;

use desktop::Toast;

/// How many of each batch were announced, be it by a toast of their own or counted in a summary.
///
/// A summary grows in its place on the screen; once its flood is over, a new one begins from nothing, often in the
/// same place. So a call that does not continue the one before has a flood of its own.
#[derive(Debug, Default)]
pub struct Announced {
    /// By batch. The end of a long summary is cut off, so these may be too few.
    pub of: BTreeMap<String, usize>,
    /// With a toast of their own.
    pub singles: usize,
    /// Counted by summaries.
    pub counted: usize,
}

/// What a summary says.
#[derive(Clone)]
struct Summary {
    total: usize,
    of: BTreeMap<String, usize>,
}

impl Announced {
    /// Reads everything that the notification service was told.
    pub fn by(toasts: &[Toast]) -> Self {
        let mut announced = Self::default();
        let mut open: BTreeMap<u32, Summary> = BTreeMap::new();
        for toast in toasts {
            let Some(summary) = Summary::read(toast) else {
                announced.singles += 1;
                *announced.of.entry(toast.title.clone()).or_default() += 1;
                continue;
            };
            let before = open.insert(toast.number, summary.clone());
            if let Some(ended) = before.filter(|before| !summary.continues(before)) {
                announced.close(ended);
            }
        }
        open.into_values().for_each(|summary| announced.close(summary));
        announced
    }

    fn close(&mut self, summary: Summary) {
        self.counted += summary.total;
        for (kind, count) in summary.of {
            *self.of.entry(kind).or_default() += count;
        }
    }

    /// Fails when one was announced twice.
    pub fn approve(&self, sizes: &BTreeMap<String, usize>) {
        for (kind, announced) in &self.of {
            let size = sizes.get(kind).unwrap_or_else(|| panic!("nobody sent {kind:?}, which a toast tells of"));
            assert!(announced <= size, "{kind} has {size} rows, and toasts tell of {announced}");
        }
        let all: usize = sizes.values().sum();
        assert!(self.singles + self.counted <= all, "{self:?} for {all} rows");
    }
}

impl Summary {
    /// `7 new notifications` over `3 B000004, 4 B000005`; `None` when it is the toast of a single one.
    fn read(toast: &Toast) -> Option<Self> {
        let (total, rest) = toast.title.split_once(' ')?;
        assert!(rest.starts_with("new notification"), "an unexpected toast: {toast:?}");
        let mut of = BTreeMap::new();
        for part in toast.body.split(", ").filter(|part| !part.ends_with('…')) {
            let (count, kind) = part.split_once(' ').unwrap();
            of.insert(kind.to_owned(), count.parse().unwrap());
        }
        Some(Self { total: total.parse().unwrap(), of })
    }

    /// Whether it counts all that the other did. What is cut off at its end may have been counted.
    fn continues(&self, before: &Self) -> bool {
        let seen = self.of.last_key_value().map(|(last, _)| last);
        let counted = |(kind, count): (&String, &usize)| self.of.get(kind).is_some_and(|now| now >= count);
        self.total >= before.total && before.of.iter().filter(|(kind, _)| Some(*kind) <= seen).all(counted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn toast(number: u32, title: &str, body: &str) -> Toast {
        Toast {
            number,
            icon: "system".to_owned(),
            title: title.to_owned(),
            body: body.to_owned(),
            actions: Vec::new(),
            sound: None,
            closed: false,
            connection: ":1.7".to_owned(),
        }
    }

    fn sizes(sizes: &[(&str, usize)]) -> BTreeMap<String, usize> {
        sizes.iter().map(|(kind, size)| ((*kind).to_owned(), *size)).collect()
    }

    #[test]
    fn a_summary_that_grows_counts_once_and_a_new_one_anew() {
        let told = [
            toast(1, "B000000", "New in TakeCare"),
            toast(2, "1 new notification", "1 B000001"),
            toast(2, "3 new notifications", "2 B000001, 1 B000002"),
            toast(2, "4 new notifications", "4 B000003"),
        ];
        let announced = Announced::by(&told);
        assert_eq!((announced.singles, announced.counted), (1, 7));
        announced.approve(&sizes(&[("B000000", 1), ("B000001", 2), ("B000002", 1), ("B000003", 4)]));
    }

    #[test]
    #[should_panic(expected = "B000001 has 1 rows, and toasts tell of 2")]
    fn one_that_is_told_alone_and_counted_by_another_agents_summary_is_found() {
        let told = [toast(1, "B000001", "New in TakeCare"), toast(2, "2 new notifications", "1 B000000, 1 B000001")];
        Announced::by(&told).approve(&sizes(&[("B000000", 1), ("B000001", 1)]));
    }
}
