use std::collections::HashSet;
use std::time::Duration;

use bridge::Request;
use client::{Effect, Toast, ToastId};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;

use crate::desk::Desk;
use crate::icons::Icons;
use crate::notice::{READ, SNOOZE, notice};
use crate::popup::{Popup, Popups, Response};
use crate::tongue::Tongue;

/// Toasts on screen at a time; the oldest is taken away for a newer one.
const MOST: usize = 20;
/// So many effects are looked at together.
const MOST_WAITING: usize = 64;
/// Time for the notification service to take a toast.
const PATIENCE: Duration = Duration::from_secs(5);

/// So long a toast snoozes its row.
const AN_HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Shows toasts and takes them away again, and carries out what is clicked in them.
pub struct Toaster {
    icons: Icons,
    desk: Desk,
    tongue: Tongue,
    popups: Popups,
    /// What may be on screen, oldest first.
    live: Vec<(ToastId, Popup)>,
    /// Whether the last toast could not be shown: that is logged once.
    failing: bool,
    /// How many the service has taken.
    taken: watch::Sender<u32>,
}

impl Toaster {
    /// Nothing is shown yet.
    pub fn new(icons: Icons, desk: Desk, tongue: Tongue) -> Self {
        let (live, taken) = Default::default();
        Self { icons, desk, tongue, popups: Popups::new(), live, failing: false, taken }
    }

    /// How many toasts the notification service has taken, now and whenever it takes one.
    pub fn taken(&self) -> watch::Receiver<u32> {
        self.taken.subscribe()
    }

    /// Does what the client decides until it ends; then every toast is taken away, since nobody would answer a click.
    pub async fn run(mut self, mut effects: mpsc::Receiver<Effect>, mut words: mpsc::Receiver<Toast>) {
        let mut waiting = Vec::new();
        loop {
            tokio::select! {
                count = effects.recv_many(&mut waiting, MOST_WAITING) => match count {
                    0 => break,
                    _ => for effect in last_words(waiting.drain(..)) { self.act(effect).await },
                },
                Some(toast) = words.recv() => self.show(toast).await,
                (popup, response) = self.popups.heard() => self.answered(&popup, &response).await,
            }
        }
        for (_, popup) in std::mem::take(&mut self.live) {
            self.close(&popup).await;
        }
    }

    async fn act(&mut self, effect: Effect) {
        match effect {
            Effect::Show(toast) => self.show(toast).await,
            Effect::Withdraw(id) => self.withdraw(id).await,
            Effect::Browse(url) => browse(url.into()),
        }
    }

    async fn show(&mut self, toast: Toast) {
        let notice = notice(&toast, self.tongue.language(), &self.icons.of(&toast.kind));
        let older = self.take(|(id, _)| *id == toast.id).map(|(_, popup)| popup);
        match timeout(PATIENCE, self.popups.show(&notice, older.as_ref())).await {
            Ok(Ok(popup)) => self.shown(toast.id, popup).await,
            Ok(Err(error)) => self.failed(&error.to_string()),
            Err(_) => self.failed("it did not answer"),
        }
    }

    async fn shown(&mut self, id: ToastId, popup: Popup) {
        self.failing = false;
        self.taken.send_modify(|taken| *taken = taken.wrapping_add(1));
        self.live.push((id, popup));
        if self.live.len() > MOST {
            let (_, oldest) = self.live.remove(0);
            self.close(&oldest).await;
        }
    }

    fn failed(&mut self, why: &str) {
        if !std::mem::replace(&mut self.failing, true) {
            tracing::warn!("toasts can't be shown, the notification service is missing or broken: {why}");
        }
    }

    async fn withdraw(&mut self, id: ToastId) {
        if let Some((_, popup)) = self.take(|(shown, _)| *shown == id) {
            self.close(&popup).await;
        }
    }

    /// Other programs have toasts, too: what becomes of those is no matter here.
    async fn answered(&mut self, popup: &Popup, response: &Response) {
        let Some((id, _)) = self.take(|(_, shown)| shown == popup) else { return };
        if *response != Response::Closed {
            // Some services leave a toast on screen after a click.
            self.close(popup).await;
        }
        if let Some(request) = wish(id, response, Timestamp::now()) {
            let desk = self.desk.clone();
            tokio::spawn(async move { desk.attended(desk.ask(request).await.map(|_| ())).await });
        }
    }

    async fn close(&self, popup: &Popup) {
        if let Err(error) = self.popups.close(popup).await {
            tracing::warn!("a toast can't be taken away: {error}");
        }
    }

    fn take(&mut self, is_it: impl Fn(&(ToastId, Popup)) -> bool) -> Option<(ToastId, Popup)> {
        let place = self.live.iter().position(is_it)?;
        Some(self.live.remove(place))
    }
}

/// Leaves out what is replaced or taken away before anybody could see it: a flood's summary counts many times a second.
fn last_words(effects: impl DoubleEndedIterator<Item = Effect>) -> Vec<Effect> {
    let mut spoken = HashSet::new();
    let mut last: Vec<_> = effects
        .rev()
        .filter(|effect| match effect {
            Effect::Show(Toast { id, .. }) | Effect::Withdraw(id) => spoken.insert(*id),
            Effect::Browse(_) => true,
        })
        .collect();
    last.reverse();
    last
}

/// What a click asks for at this time.
fn wish(id: ToastId, response: &Response, now: Timestamp) -> Option<Request> {
    let Response::Chosen(action) = response else { return None };
    let row = match id {
        ToastId::One(row) => Some(row),
        ToastId::Summary | ToastId::Due | ToastId::State => None,
    };
    match (action.as_str(), row) {
        (READ, row) => row.map(|row| Request::MarkRead { ids: vec![row] }),
        (SNOOZE, row) => row.map(|row| Request::Snooze {
            ids: vec![row],
            until: Some(now.checked_add(AN_HOUR).unwrap_or(Timestamp::MAX)),
        }),
        (_, row) => Some(Request::ShowWindow { view: row.into() }),
    }
}

/// Opens an address in the system's browser, on a thread of its own: launchers may take their time.
fn browse(address: String) {
    tokio::task::spawn_blocking(move || {
        if let Err(error) = open::that_detached(&address) {
            tracing::warn!("the browser can't be started: {error}");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use bridge::View;
    use client::about_itself;
    use uuid::Uuid;

    fn chosen(action: &str) -> Response {
        Response::Chosen(action.to_owned())
    }

    #[test]
    fn only_the_last_word_on_a_toast_is_said() {
        let show = |id, title: &str| Effect::Show(Toast { id, ..about_itself(title.into(), "".into()) });
        let (one, other) = (ToastId::One(Uuid::from_u128(1)), ToastId::One(Uuid::from_u128(2)));
        let said = vec![
            show(ToastId::Summary, "4 new"),
            show(one, "Issue"),
            show(ToastId::Summary, "9 new"),
            Effect::Withdraw(one),
            show(other, "Message"),
        ];
        let last = vec![show(ToastId::Summary, "9 new"), Effect::Withdraw(one), show(other, "Message")];
        assert_eq!(last_words(said.into_iter()), last);
    }

    #[test]
    fn a_click_asks_for_what_it_says() {
        let row = Uuid::from_u128(4);
        let (one, now) = (ToastId::One(row), Timestamp::UNIX_EPOCH);
        let wish = |id, response: &Response| super::wish(id, response, now);
        let until = Some(Timestamp::from_second(3600).unwrap());
        let window = |view| Some(Request::ShowWindow { view });
        assert_eq!(wish(one, &chosen("snooze")), Some(Request::Snooze { ids: vec![row], until }));
        assert_eq!(wish(one, &chosen("read")), Some(Request::MarkRead { ids: vec![row] }));
        assert_eq!(wish(one, &chosen("open")), window(View::Row { id: row }));
        assert_eq!(wish(one, &chosen("default")), window(View::Row { id: row }));
        assert_eq!(wish(ToastId::Summary, &chosen("default")), window(View::Any));
        assert_eq!(wish(ToastId::State, &chosen("read")), None);
        assert_eq!(wish(one, &Response::Closed), None);
    }
}
