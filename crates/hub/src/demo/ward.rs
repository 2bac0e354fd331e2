use std::collections::HashMap;

use jiff::{ToSpan, Zoned};
use minijinja::{Environment, context};
use protocol::{Kind, Related, Status};
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};
use uuid::Builder;

use super::script::{Line, Script};
use crate::{Error, NewNotification};

/// How many events have happened before the demo begins.
const HISTORY: usize = 36;
/// How many of them nobody has read yet.
const UNREAD: usize = 7;
/// The unread ones are among so many of the newest.
const RECENT: usize = 12;

/// A ward in which things happen. The same seed and the same times give the same events.
pub struct Ward {
    pub(super) script: Script,
    rng: StdRng,
    templates: Environment<'static>,
    /// The types still to come in this round: every eight events, each type comes once.
    deck: Vec<Kind>,
    /// What the events are about: one object for each type and patient.
    objects: HashMap<(String, String), String>,
}

/// Something that happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Who is told, by e-mail address.
    pub to: Vec<String>,
    /// What they are told.
    pub notification: NewNotification,
}

/// Something that has happened.
pub(super) struct Past {
    pub event: Event,
    pub at: Zoned,
    pub status: Status,
}

impl Ward {
    /// The ward with this source of chance.
    pub fn new(seed: u64) -> Result<Self, Error> {
        let rng = StdRng::seed_from_u64(seed);
        Ok(Self { script: Script::read()?, rng, templates: Environment::new(), deck: vec![], objects: HashMap::new() })
    }

    /// What happens next.
    pub fn event(&mut self, now: &Zoned) -> Result<Event, Error> {
        if self.deck.is_empty() {
            self.deck = Kind::ALL.to_vec();
            self.deck.shuffle(&mut self.rng);
        }
        let kind = self.deck.pop();
        let fitting: Vec<&Line> = self.script.lines.iter().filter(|line| Some(&line.kind) == kind.as_ref()).collect();
        let line = fitting.choose(&mut self.rng).copied().cloned().ok_or(Error::EmptyScript)?;
        self.play(line, now)
    }

    /// What happened in the last days, during office hours, oldest first. A new round of types begins after it.
    pub(super) fn history(&mut self, now: &Zoned) -> Result<Vec<Past>, Error> {
        let mut unread: Vec<bool> = (0..RECENT).map(|place| place < UNREAD).collect();
        unread.shuffle(&mut self.rng);
        let mut at = now.clone();
        let mut past = Vec::with_capacity(HISTORY);
        for place in 0..HISTORY {
            at = in_office_hours(at.checked_sub(self.rng.random_range(600..=7_200).seconds())?)?;
            let is_unread = unread.get(place).is_some_and(|unread| *unread);
            let status = if is_unread { Status::Unread } else { Status::Read };
            past.push(Past { event: self.event(&at)?, at: at.clone(), status });
        }
        past.reverse();
        self.deck.clear();
        Ok(past)
    }

    /// A number around 1, to stretch a pause with.
    pub(super) fn jitter(&mut self) -> f64 {
        self.rng.random_range(0.75..1.25)
    }

    fn play(&mut self, line: Line, now: &Zoned) -> Result<Event, Error> {
        let patient = self.script.patients.choose(&mut self.rng).cloned().unwrap_or_default();
        let day = now.checked_add(self.rng.random_range(1..=7).days())?;
        let words = context! {
            patient => &patient,
            medicine => self.script.medicines.choose(&mut self.rng),
            specialist => self.script.specialists.choose(&mut self.rng),
            day => day.strftime("%A, %-d %B").to_string(),
            hour => format!("{:02}:{:02}", self.rng.random_range(8..17), self.rng.random_range(0..4) * 15),
        };
        let message = self.templates.render_str(&line.text, words)?;
        let related = line.about.map_or_else(Related::default, |about| self.object(about, patient));
        Ok(Event { to: line.to, notification: NewNotification { related, ..NewNotification::new(line.kind, message) } })
    }

    /// Chat rooms have no UUID, so theirs is never told (section 3.1).
    fn object(&mut self, about: String, patient: String) -> Related {
        let is_chat = about == "chat";
        let rng = &mut self.rng;
        let id = self.objects.entry((about.clone(), patient));
        let id = id.or_insert_with(|| Builder::from_random_bytes(rng.random()).into_uuid().to_string());
        Related { kind: Some(about), id: (!is_chat).then(|| id.clone()) }
    }
}

/// The same moment, or the end of the working day before it.
fn in_office_hours(at: Zoned) -> Result<Zoned, Error> {
    let day = if at.hour() < 7 { at.yesterday()? } else { at.clone() };
    let is_open = (7..18).contains(&at.hour());
    Ok(if is_open { at } else { day.with().hour(17).build()? })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn monday() -> Zoned {
        "2026-11-23T09:14:00+01:00[Europe/Warsaw]".parse().unwrap()
    }

    #[test]
    fn the_first_eight_events_are_of_all_eight_types_and_ada_hears_of_each() {
        for seed in 0..50 {
            let mut ward = Ward::new(seed).unwrap();
            ward.history(&monday()).unwrap();
            let events: Vec<Event> = (0..8).map(|_| ward.event(&monday()).unwrap()).collect();
            let kinds: HashSet<&Kind> = events.iter().map(|event| &event.notification.kind).collect();
            assert_eq!(kinds, Kind::ALL.iter().collect());
            assert!(events.iter().all(|event| event.to.contains(&"ada@ward.example".to_owned())));
            assert!(events.iter().all(|event| !event.notification.message.contains("{{")));
        }
    }

    #[test]
    fn the_same_seed_tells_the_same_story_and_another_seed_another() {
        let story = |seed| {
            let mut ward = Ward::new(seed).unwrap();
            (0..20).map(|_| ward.event(&monday()).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(story(7), story(7));
        assert_ne!(story(7), story(8));
    }

    #[test]
    fn the_history_is_in_order_in_office_hours_and_mostly_read() {
        for seed in 0..50 {
            let past = Ward::new(seed).unwrap().history(&monday()).unwrap();
            assert_eq!(past.len(), HISTORY);
            assert!(past.is_sorted_by_key(|event| event.at.timestamp()));
            assert!(past.iter().all(|event| event.at < monday() && (7..18).contains(&event.at.hour())));
            assert_eq!(past.iter().filter(|event| event.status == Status::Unread).count(), UNREAD);
        }
    }

    #[test]
    fn everybody_in_a_line_has_an_account() {
        let script = Script::read().unwrap();
        let people: HashSet<&String> = script.people.iter().map(|person| &person.email).collect();
        assert!(script.lines.iter().flat_map(|line| &line.to).all(|email| people.contains(email)));
    }
}
