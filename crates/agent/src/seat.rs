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
    /// What the window shall show once it sits here.
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
        if self.show(View::Any) {
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

    /// Tells the window to come to the front; `false` when there is none.
    pub fn show(&self, view: View) -> bool {
        self.send(Event::Show(view))
    }

    /// What the next window that takes the place shall show at once.
    pub fn want(&self, view: View) {
        self.0.send_modify(|place| place.wanted = Some(Event::Show(view)));
    }

    /// Whether a window was asked for that has not come.
    pub fn is_wanted(&self) -> bool {
        self.0.borrow().wanted.is_some()
    }

    /// Tells the window to end, if there is one.
    pub fn quit(&self) {
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
        seat.want(row);
        assert_eq!(seat.take().unwrap().events.recv().await, Some(Event::Show(row)));
    }
}
