use std::time::{Duration, Instant};

use bridge::settings::Settings;
use protocol::NotificationId;

use crate::toast::News;

/// More are not reminded of: whoever leaves so many unread is helped by the list.
const MOST: usize = 100;

/// What is to be told of again while it is unread, without its text: it may be locked away by then. Off unless its user names
/// types.
#[derive(Debug, Default)]
pub struct Reminders(Vec<Reminder>);

#[derive(Debug)]
struct Reminder {
    news: News,
    at: Instant,
    /// How many more there are, this one included.
    left: u32,
}

impl Reminders {
    /// Notes what has just been told of.
    pub fn note(&mut self, now: Instant, told: &[News], settings: &Settings) {
        let wanted = told.iter().filter(|one| settings.reminded.iter().any(|kind| kind == one.kind.as_str()));
        let (at, left) = (now + every(settings), settings.reminders_at_most.get());
        self.0.extend(wanted.map(|news| Reminder { news: news.without_text(), at, left }));
        self.0.truncate(MOST);
    }

    /// Forgets what is not unread any more.
    pub fn forget(&mut self, ids: &[NotificationId]) {
        self.0.retain(|reminder| !ids.contains(&reminder.news.id));
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// What is to be told of now.
    pub fn due(&mut self, now: Instant, settings: &Settings) -> Vec<News> {
        let mut due = Vec::new();
        for reminder in self.0.iter_mut().filter(|reminder| reminder.at <= now) {
            due.push(reminder.news.clone());
            reminder.left -= 1;
            reminder.at = now + every(settings);
        }
        self.0.retain(|reminder| reminder.left > 0);
        due
    }

    /// When the next one is due.
    pub fn next(&self) -> Option<Instant> {
        self.0.iter().map(|reminder| reminder.at).min()
    }
}

fn every(settings: &Settings) -> Duration {
    Duration::from_secs(60 * u64::from(settings.remind_every.get()))
}

#[cfg(test)]
mod tests {
    use bridge::settings::Number;
    use protocol::Kind;
    use uuid::Uuid;

    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn settings() -> Settings {
        let (remind_every, reminders_at_most) = (Number::near(10), Number::near(2));
        Settings { reminded: vec!["MEDICAL".to_owned()], remind_every, reminders_at_most, ..Settings::default() }
    }

    fn news(kind: Kind) -> News {
        News { id: NotificationId(Uuid::new_v4()), kind, message: String::new() }
    }

    #[test]
    fn chosen_types_are_told_again_as_often_as_is_set_while_they_are_unread() {
        let (mut reminders, start, settings) = (Reminders::default(), Instant::now(), settings());
        let [read, left, other] = [Kind::Medical, Kind::Medical, Kind::Issue].map(news);
        reminders.note(start, &[read.clone(), left.clone(), other], &settings);
        assert_eq!(reminders.next(), Some(start + 10 * MINUTE));
        reminders.forget(&[read.id]);
        let mut told = |minute| {
            let due = reminders.due(start + minute * MINUTE, &settings);
            due.iter().map(|one| one.id).collect::<Vec<_>>()
        };
        assert_eq!(
            [told(9), told(10), told(19), told(20), told(60)],
            [vec![], vec![left.id], vec![], vec![left.id], vec![]]
        );
        assert_eq!(reminders.next(), None);
    }

    #[test]
    fn nothing_is_told_again_unless_its_type_is_named() {
        let mut reminders = Reminders::default();
        reminders.note(Instant::now(), &[news(Kind::Medical)], &Settings::default());
        assert_eq!(reminders.next(), None);
    }
}
