//! The real window, in WebKit, with the real agent and hub behind it.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that can't go on should fail")]

use std::time::Instant;

use bridge::{Filter, Password, Request};
use desktop::{Stage, Window, eventually};
use e2e::{ADA, PASSWORD, Porter};
use protocol::{Kind, Status};

/// As many as are kept without a setting.
const MANY: u32 = 100_000;

#[tokio::test]
async fn news_wait_for_ada_while_she_reads_further_down() {
    let stage = Stage::set().await;
    let _agent = stage.sign_ada_in().await;
    stage.ward.pile_up(60);
    let window = Window::open(&stage.session).await;
    window.says("Bed 60 is free").await;
    window.scrolls_to(2000).await;
    let (place, seen) = (window.scrolled().await, window.topmost().await);

    let id = stage.ward.tell(Kind::Medical, "Lab results of Maria Zielińska are ready").await;
    let arrived = window.find("arrived").await;
    assert_eq!(arrived.text().await.unwrap(), "1 new");
    assert_eq!((window.scrolled().await, window.topmost().await), (place, seen), "nothing moves under her eyes");

    arrived.click().await.unwrap();
    window.row_is(id, "unread").await;
    assert_eq!(window.scrolled().await, 0);
}

#[tokio::test]
async fn what_is_done_offline_by_keys_is_shown_as_waiting_and_reaches_the_server() {
    let mut stage = Stage::set().await;
    let agent = stage.sign_ada_in().await;
    let read = stage.ward.tell(Kind::Referral, "Adam Adamski has been referred").await;
    let deleted = stage.ward.tell(Kind::Issue, "The label printer does not answer").await;
    let window = Window::open(&stage.session).await;
    window.row_is(read, "unread").await;
    window.row_is(deleted, "unread").await;
    stage.ward.go_dark().await;

    window.chooses(read).await;
    window.presses("e").await;
    window.row_is(read, "read").await;
    window.says("read, waiting to be sent").await;
    window.chooses(deleted).await;
    window.presses("#").await;
    window.lacks(deleted).await;
    assert_eq!(agent.snapshot().await.pending, 2);

    stage.ward.come_back().await;
    stage.ward.holds(read, Status::Read).await;
    stage.ward.holds(deleted, Status::Deleted).await;
    window.says_no_more("waiting to be sent").await;
}

#[tokio::test]
async fn among_a_hundred_thousand_ada_finds_one_as_she_types() {
    let stage = Stage::set().await;
    let begun = Instant::now();
    stage.ward.pile_up(MANY);
    let agent = stage.sign_ada_in().await;
    let all = Request::List { filter: Filter::default(), through: None, skip: 0, limit: 1 };
    let total = async || match agent.ask(all.clone()).await {
        bridge::Answer::Page(page) => page.total,
        _ => 0,
    };
    eventually("everything is here", total, |total| *total == MANY).await;
    println!("{MANY} are here after {:?}", begun.elapsed());

    let window = Window::open(&stage.session).await;
    window.says("Bed 100000 is free").await;
    window.searches("bed 4711 is").await;
    window.says("Bed 4711 is free").await;
    eventually("nothing else", async || window.rows().await, |rows| *rows == 1).await;
    window.searches("żadnego takiego").await;
    window.find("empty").await;
}

#[tokio::test]
async fn what_the_server_refused_is_tried_again_in_the_next_window() {
    let stage = Stage::set().await;
    let agent = stage.start_agent().await;
    let porter = Porter::before(stage.ward.address()).await;
    let (server, password) = (porter.server(), Password::new(PASSWORD.to_owned()));
    agent.ask(Request::SignIn { server, email: ADA.to_owned(), password }).await;
    agent.is_live().await;
    let id = stage.ward.tell(Kind::Issue, "The label printer does not answer").await;
    eventually("it is here", async || agent.snapshot().await.unread, |unread| *unread == 1).await;
    agent.ask(Request::MarkRead { ids: vec![id.0] }).await;
    eventually("it is refused", async || agent.snapshot().await, |state| (state.unread, state.pending) == (1, 0)).await;

    let window = Window::open(&stage.session).await;
    window.says("Refused: The server does not allow this.").await;
    porter.relents();
    window.find("retry").await.click().await.unwrap();
    window.row_is(id, "read").await;
    stage.ward.holds(id, Status::Read).await;
}

#[tokio::test]
async fn every_screen_comes_in_the_real_window() {
    let stage = Stage::set().await;
    let _agent = stage.sign_ada_in().await;
    let id = stage.ward.tell(Kind::Medical, "Lab results of Maria Zielińska are ready").await;
    let window = Window::open(&stage.session).await;
    window.row_is(id, "unread").await;
    for (key, screen) in [("o", "overview"), ("h", "hand-over"), (",", "settings")] {
        window.presses(key).await;
        window.find(screen).await;
    }
    window.presses("\u{e00c}").await;
    window.row_is(id, "unread").await;
}

#[tokio::test]
async fn locking_takes_the_window_away_and_unlocking_brings_the_list_back() {
    let stage = Stage::set().await;
    let agent = stage.sign_ada_in().await;
    let id = stage.ward.tell(Kind::Message, "Olga: can you look in at room 7?").await;
    let window = Window::open(&stage.session).await;
    window.row_is(id, "unread").await;
    window.goes_by("\u{e009}l").await;
    eventually("the lock", async || agent.snapshot().await.lock.locked, |locked| *locked).await;
    stage.window_is_open(false).await;

    let window = Window::open(&stage.session).await;
    window.find("locked").await;
    window.submits().await;
    window.row_is(id, "unread").await;
}
