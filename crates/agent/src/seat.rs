use bridge::{Event, View};
use tokio::sync::{mpsc, watch};

/// How many events wait for a window that does not read; a healthy one never lets them pile up.
const WAITING: usize = 8;

/// The place of the one window. Clones are the same place.
#[derive(Clone, Default)]
pub struct Seat(watch::Sender<Place>);

#[derive(Default)]
struct Place {
    sitter: Option<mpsc::Sender<Event>>,
    /// What a window shall show, as long as none has said that it does.
    wanted: Option<Event>,
}

/// Held by whoever serves the window; the place is free again when it is dropped.
pub struct Sitting {
    /// What the window shall be told.
    pub events: mpsc::Receiver<Event>,
    seat: Seat,
}

impl Seat {
    /// Takes the place; `None` when a window has it, which then comes to the front.
    pub fn take(&self) -> Option<Sitting> {
        if self.send(Event::Show(View::Any)) {
            return None;
        }
        let (sitter, events) = mpsc::channel(WAITING);
        self.0.send_modify(|place| {
            if let Some(wanted) = place.wanted.take() {
                tell(&sitter, wanted);
            }
            place.sitter = Some(sitter);
        });
        Some(Sitting { events, seat: self.clone() })
    }

    /// Tells the window to come to the front; `false` when there is none. As long as none says that it did, the next one
    /// that takes the place shall.
    pub fn show(&self, view: View) -> bool {
        self.0.send_modify(|place| place.wanted = Some(Event::Show(view)));
        self.send(Event::Show(view))
    }

    /// A window shows what was wanted.
    pub fn is_served(&self) {
        self.0.send_modify(|place| place.wanted = None);
    }

    /// Whether a window was asked for that has not come.
    pub fn is_wanted(&self) -> bool {
        self.0.borrow().wanted.is_some()
    }

    /// Tells the window to end, if there is one; nothing is wanted any more.
    pub fn quit(&self) {
        self.is_served();
        self.send(Event::Quit);
    }

    fn send(&self, event: Event) -> bool {
        let place = self.0.borrow();
        place.sitter.as_ref().is_some_and(|sitter| {
            tell(sitter, event);
            true
        })
    }
}

fn tell(sitter: &mpsc::Sender<Event>, event: Event) {
    if sitter.try_send(event).is_err() {
        tracing::warn!("the window does not answer");
    }
}

impl Drop for Sitting {
    fn drop(&mut self) {
        self.seat.0.send_modify(|place| place.sitter = None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_second_window_raises_the_first() {
        let seat = Seat::default();
        let mut first = seat.take().unwrap();
        assert!(seat.take().is_none());
        assert_eq!(first.events.recv().await, Some(Event::Show(View::Any)));
        drop(first);
        assert!(seat.take().is_some(), "the place is free again");
    }

    #[tokio::test]
    async fn a_window_that_is_still_starting_learns_what_to_show() {
        let seat = Seat::default();
        let row = View::Row { id: uuid::Uuid::from_u128(4) };
        assert!(!seat.show(row), "there is no window yet");
        assert_eq!(seat.take().unwrap().events.recv().await, Some(Event::Show(row)));
    }

    #[tokio::test]
    async fn what_a_window_that_was_going_did_not_show_the_next_one_does() {
        let (seat, row) = (Seat::default(), View::Row { id: uuid::Uuid::from_u128(4) });
        let going = seat.take().unwrap();
        assert!(seat.show(row), "nobody knows yet that it is going");
        drop(going);
        assert!(seat.is_wanted());
        assert_eq!(seat.take().unwrap().events.recv().await, Some(Event::Show(row)));

        let staying = seat.take().unwrap();
        assert!(seat.show(row));
        seat.is_served();
        drop(staying);
        assert!(!seat.is_wanted(), "what was shown is not shown again");
    }
}
