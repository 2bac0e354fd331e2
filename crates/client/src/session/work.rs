use std::time::Instant;

/// Work that is due, runs, or waits for a reason.
#[derive(Debug)]
pub struct Work {
    pub due: Option<Instant>,
    pub running: bool,
}

impl Work {
    pub fn at(due: Instant) -> Self {
        Self { due: Some(due), running: false }
    }

    pub fn no_later_than(&mut self, due: Instant) {
        self.due = Some(self.due.map_or(due, |already| already.min(due)));
    }

    pub fn start(&mut self, now: Instant) -> bool {
        let starts = !self.running && self.due.is_some_and(|due| due <= now);
        if starts {
            *self = Self { due: None, running: true };
        }
        starts
    }
}
