//! What is snoozed sleeps here, and here alone; what comes due is told once.

use bridge::{Answer, Filter, FollowUp, Request, Snapshot, Status as Shown};
use client::{Effect, ToastId};
use e2e::{Desk, Ward};
use jiff::{SignedDuration, Timestamp};
use protocol::{Kind, NotificationId, Status};

/// A time that comes while the story goes on.
fn soon() -> Option<Timestamp> {
    Some(Timestamp::now() + SignedDuration::from_secs(1))
}

fn tomorrow() -> Option<Timestamp> {
    Some(Timestamp::now() + SignedDuration::from_hours(24))
}

/// Lets it come. Nothing else happens then that a story could wait for.
async fn comes(time: Option<Timestamp>) {
    tokio::time::sleep(time.unwrap().duration_since(Timestamp::now()).try_into().unwrap_or_default()).await;
}

/// Waits for a toast that says this.
async fn tells(desk: &mut Desk, title: &str) {
    while desk.toast().await.title.to_string() != title {}
}

async fn snoozes(desk: &Desk, id: NotificationId, until: Option<Timestamp>) {
    desk.asks(Request::Snooze { ids: vec![id.0], until }).await.unwrap();
}

fn asleep() -> Filter {
    Filter { snoozed: Some(true), ..Filter::default() }
}

fn unread() -> Filter {
    Filter { status: Some(Shown::Unread), snoozed: Some(false), ..Filter::default() }
}

/// All that counts says the same.
async fn counts(desk: &Desk, awake: u32, sleeping: u32) {
    let counts = |state: &Snapshot| (state.unread, state.snoozed) == (awake, sleeping);
    let state = desk.sees(counts).await;
    assert_eq!(state.kinds.iter().map(|kind| kind.unread).sum::<u32>(), awake);
    assert_eq!(state.newest.len() as u32, awake.min(5));
    let (all, listed) = (desk.page(Filter::default()).await, desk.page(unread()).await);
    assert_eq!((all.unread, listed.total, listed.unread), (awake, awake, awake));
    assert_eq!(desk.page(asleep()).await.total, sleeping);
}

#[tokio::test]
async fn what_is_snoozed_counts_nowhere_and_the_server_knows_nothing_of_it() {
    let ward = Ward::open().await;
    let mut ada = ward.ada().await;
    ada.is_live().await;
    let (bed, bell) = (ward.tell(Kind::Medical, "Bed 4 alarm").await, ward.tell(Kind::Issue, "The bell").await);
    tells(&mut ada, "Medical").await;
    tells(&mut ada, "Issue").await;
    let until = tomorrow();
    snoozes(&ada, bed, until).await;
    assert_eq!(ada.effect().await, Effect::Withdraw(ToastId::One(bed.0)));
    counts(&ada, 1, 1).await;
    let rows = ada.lists(Filter::default()).await;
    assert_eq!(rows.iter().map(|row| row.snoozed).collect::<Vec<_>>(), [None, until], "it stays in the list");

    let ada = ada.restarts().await;
    ada.is_live().await;
    counts(&ada, 1, 1).await;
    assert_eq!(ada.lists(asleep()).await[0].snoozed, until);
    assert_eq!([ward.status(bed).await, ward.status(bell).await], [Status::Unread; 2]);
    assert_eq!(ada.sees(|state| state.checked.is_some()).await.pending, 0);

    snoozes(&ada, bed, None).await;
    counts(&ada, 2, 0).await;
}

#[tokio::test]
async fn it_wakes_when_its_time_has_come_and_is_told_once() {
    let ward = Ward::open().await;
    let mut ada = ward.ada().await;
    ada.is_live().await;
    let bed = ward.tell(Kind::Medical, "Bed 4 alarm").await;
    assert_eq!(ada.toast().await.title.to_string(), "Medical");
    snoozes(&ada, bed, tomorrow()).await;
    counts(&ada, 0, 1).await;
    snoozes(&ada, bed, soon()).await;
    let toast = ada.toast().await;
    assert_eq!((toast.id, toast.title.to_string().as_str()), (ToastId::One(bed.0), "Medical, snoozed until now"));
    assert!(!toast.body.to_string().contains("Bed"), "a toast says the type only");
    counts(&ada, 1, 0).await;

    let mut ada = ada.restarts().await;
    ada.is_live().await;
    ward.tell(Kind::Issue, "the next thing that happens").await;
    assert_eq!(ada.toast().await.title.to_string(), "Issue", "the old one would have come before it");
}

#[tokio::test]
async fn what_came_due_while_nobody_was_there_is_told_at_the_next_chance() {
    let mut ward = Ward::open().await;
    let ada = ward.ada().await;
    let (bed, bell) = (ward.tell(Kind::Medical, "Bed 4 alarm").await, ward.tell(Kind::Issue, "The bell").await);
    ada.sees(|state| state.unread == 2).await;
    ada.is_live().await;
    ward.go_dark().await;
    let until = soon();
    let mark = Some(FollowUp { due: until });
    // All at once; while it is locked nothing wakes.
    let ((), marked, locked) = tokio::join!(
        biased;
        snoozes(&ada, bed, until),
        ada.asks(Request::FollowUp { ids: vec![bell.0], mark }),
        ada.asks(Request::Lock),
    );
    assert_eq!((marked.is_ok(), locked), (true, Ok(Answer::Done)));
    let (folder, vault) = ada.switch_off().await;
    comes(until).await;
    // Without the server, too.
    let mut ada = Desk::with(folder, vault);
    let mut titles = [ada.toast().await.title.to_string(), ada.toast().await.title.to_string()];
    titles.sort();
    assert_eq!(titles, ["Issue, to follow up now", "Medical, snoozed until now"]);
    counts(&ada, 2, 0).await;
    assert_eq!(ada.sees(|state| state.follow_ups == 1).await.pending, 0);
}

#[tokio::test]
async fn what_is_read_or_deleted_elsewhere_sleeps_no_more() {
    let ward = Ward::open().await;
    let (read, deleted) = (ward.tell(Kind::Medical, "one").await, ward.tell(Kind::Medical, "two").await);
    let here = ward.ada().await;
    here.sees(|state| state.unread == 2).await;
    here.is_live().await;
    let elsewhere = ward.ada().await;
    elsewhere.sees(|state| state.unread == 2).await;
    for id in [read, deleted] {
        snoozes(&here, id, tomorrow()).await;
    }
    counts(&here, 0, 2).await;
    elsewhere.marks_read(read).await;
    elsewhere.asks(Request::Delete { ids: vec![deleted.0] }).await.unwrap();
    ward.holds(deleted, Status::Deleted).await;
    counts(&here, 0, 0).await;
    // Somebody wants it unread again.
    elsewhere.asks(Request::MarkUnread { ids: vec![read.0] }).await.unwrap();
    counts(&here, 1, 0).await;
}

#[tokio::test]
async fn reading_it_here_ends_it_and_taking_that_back_restores_it() {
    let ward = Ward::open().await;
    let bed = ward.tell(Kind::Medical, "Bed 4 alarm").await;
    let ada = ward.ada().await;
    ada.sees(|state| state.unread == 1).await;
    let until = tomorrow();
    snoozes(&ada, bed, until).await;
    ada.marks_read(bed).await;
    ada.asks(Request::Undo { ids: vec![bed.0] }).await.unwrap();
    counts(&ada, 0, 1).await;
    assert_eq!(ada.lists(asleep()).await[0].snoozed, until);
    ada.marks_read(bed).await;
    counts(&ada, 0, 0).await;
    assert!(ada.asks(Request::Snooze { ids: vec![bed.0], until }).await.is_err(), "it is read");
    ward.holds(bed, Status::Read).await;
    ada.sees(|state| state.pending == 0).await;
    ada.asks(Request::MarkUnread { ids: vec![bed.0] }).await.unwrap();
    counts(&ada, 1, 0).await;
}

#[tokio::test]
async fn marking_what_is_shown_leaves_what_sleeps() {
    let ward = Ward::open().await;
    let ada = ward.ada().await;
    let (bed, bell) = (ward.tell(Kind::Medical, "Bed 4 alarm").await, ward.tell(Kind::Issue, "The bell").await);
    ada.sees(|state| state.unread == 2).await;
    snoozes(&ada, bed, tomorrow()).await;
    let page = ada.page(Filter::default()).await;
    ada.asks(Request::MarkShown { filter: Filter::default(), last: page.last }).await.unwrap();
    counts(&ada, 0, 1).await;
    ward.holds(bell, Status::Read).await;
    assert_eq!(ward.status(bed).await, Status::Unread);
}

#[tokio::test]
async fn while_locked_it_is_not_counted_and_it_wakes_after_the_unlocking() {
    let ward = Ward::open().await;
    let (bed, _) = (ward.tell(Kind::Medical, "Bed 4 alarm").await, ward.tell(Kind::Issue, "The bell").await);
    let mut ada = ward.ada().await;
    ada.sees(|state| state.unread == 2).await;
    ada.is_live().await;
    let until = soon();
    tokio::join!(biased; snoozes(&ada, bed, until), ada.asks(Request::Lock)).1.unwrap();
    ada.sees(|state| state.lock.locked && (state.unread, state.snoozed) == (1, 0)).await;
    // The server counts what sleeps; the number it tells is put right.
    ward.tell(Kind::Message, "Lunch?").await;
    ada.sees(|state| state.unread == 2).await;
    comes(until).await;
    ada.asks(Request::Unlock { pin: None }).await.unwrap();
    tells(&mut ada, "Medical, snoozed until now").await;
    counts(&ada, 3, 0).await;
}

#[tokio::test]
async fn a_follow_up_is_told_when_it_is_due_once_also_when_it_was_read() {
    let ward = Ward::open().await;
    let bed = ward.tell(Kind::Medical, "Bed 4 alarm").await;
    let mut ada = ward.ada().await;
    ada.sees(|state| state.unread == 1).await;
    ada.is_live().await;
    ada.toast().await;
    ada.marks_read(bed).await;
    ada.asks(Request::FollowUp { ids: vec![bed.0], mark: Some(FollowUp { due: soon() }) }).await.unwrap();
    let toast = ada.toast().await;
    assert_eq!((toast.id, toast.title.to_string().as_str()), (ToastId::One(bed.0), "Medical, to follow up now"));
    ada.sees(|state| (state.unread, state.follow_ups) == (0, 1)).await;
    let mut ada = ada.restarts().await;
    ada.is_live().await;
    ward.tell(Kind::Issue, "the next thing that happens").await;
    assert_eq!(ada.toast().await.title.to_string(), "Issue", "it was told");
}

#[tokio::test]
async fn what_wakes_during_a_pause_counts_and_is_not_told() {
    let ward = Ward::open().await;
    let bed = ward.tell(Kind::Medical, "Bed 4 alarm").await;
    let mut ada = ward.ada().await;
    ada.sees(|state| state.unread == 1).await;
    ada.is_live().await;
    ada.toast().await;
    ada.asks(Request::Pause { until: tomorrow() }).await.unwrap();
    snoozes(&ada, bed, tomorrow()).await;
    counts(&ada, 0, 1).await;
    snoozes(&ada, bed, soon()).await;
    counts(&ada, 1, 0).await;
    ada.asks(Request::Pause { until: None }).await.unwrap();
    ward.tell(Kind::Issue, "the next thing that happens").await;
    assert_eq!(ada.toast().await.title.to_string(), "Issue");
}

#[tokio::test]
async fn who_takes_it_back_has_each_row_as_it_was() {
    let ward = Ward::open().await;
    let ada = ward.ada().await;
    let (bed, bell) = (ward.tell(Kind::Medical, "Bed 4 alarm").await, ward.tell(Kind::Issue, "The bell").await);
    ada.sees(|state| state.unread == 2).await;
    let (ids, until) = (vec![bed.0, bell.0], tomorrow());
    snoozes(&ada, bed, until).await;
    ada.asks(Request::FollowUp { ids: vec![bell.0], mark: Some(FollowUp { due: until }) }).await.unwrap();
    let before = ada.lists(Filter::default()).await;

    let later = until.map(|time| time + SignedDuration::from_hours(1));
    let snoozed = Request::Snooze { ids: ids.clone(), until: later };
    for done in [snoozed, Request::FollowUp { ids, mark: Some(FollowUp::default()) }] {
        let Answer::Back(back) = ada.asks(done).await.unwrap() else { panic!("no way back") };
        assert_ne!(ada.lists(Filter::default()).await, before);
        for request in back {
            ada.asks(request).await.unwrap();
        }
        assert_eq!(ada.lists(Filter::default()).await, before);
    }
}
