//! More than fits into memory at once, and ends in the middle.

use std::time::Duration;

use services::Place;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::time::{Instant, sleep, timeout};
use visitor::PATIENCE;

use crate::clinic::ADA;
use crate::moving::{Moving, at_hub, list, quiet};

on_each_storage! {
    whoever_is_killed_in_the_middle_goes_on_and_nothing_is_lost_or_there_twice,
    memory_is_that_of_a_piece_not_of_all,
}

/// How many rows there are.
const MANY: usize = 20_000;

async fn whoever_is_killed_in_the_middle_goes_on_and_nothing_is_lost_or_there_twice(place: Place) {
    let moving = Moving::begin(place).await;
    moving.fill(MANY, "Fire drill").await;
    let mut killed = 0;
    // At the start, and a while after it has told that so many were read.
    for (told, millis) in [(0, 3), (0, 170), (1, 0), (1, 90), (2, 30)] {
        let mut import = quiet(&mut moving.command(&["import"])).spawn().unwrap();
        let mut lines = BufReader::new(import.stderr.take().unwrap()).lines();
        for _ in 0..told {
            let line = timeout(PATIENCE, lines.next_line()).await.expect("progress in time").unwrap();
            assert!(line.unwrap().ends_with("notifications read"));
        }
        sleep(Duration::from_millis(millis)).await;
        import.start_kill().unwrap();
        let was_killed = timeout(PATIENCE, import.wait()).await.expect("an end").unwrap().code().is_none();
        killed += usize::from(was_killed && told > 0);
    }
    assert!(killed > 0, "some did not come to their end");

    let [people, notifications] = moving.imports().await;

    assert!(people.starts_with("people: 2 read, 0 new"), "{people}");
    let new: usize = notifications.split([' ', ',']).nth(4).unwrap().parse().unwrap();
    assert!(new <= MANY - 5_000, "what was told is kept: {notifications}");
    let hub = moving.hub().await;
    let here = list(&at_hub(&hub, ADA).await).await;
    assert_eq!(here.len(), MANY);
    let there = "SELECT string_agg(CAST(id AS TEXT), ' ' ORDER BY date DESC) FROM notifications_notification";
    let there: String = moving.clinic.sql().await.query_one(there, &[]).await.unwrap().get(0);
    assert!(here.iter().map(|row| row["id"].as_str().unwrap()).eq(there.split(' ')), "all of them, in their order");
}

async fn memory_is_that_of_a_piece_not_of_all(place: Place) {
    let text = "Fire drill. ".repeat(50);
    let (few, many) = (Moving::begin(place).await, Moving::begin(place).await);
    few.fill(MANY / 10, &text).await;
    many.fill(MANY, &text).await;

    let (few, many) = (memory_of_an_import(&few).await, memory_of_an_import(&many).await);

    let texts = text.len() * MANY / 1024;
    assert!(many < few + texts / 2, "{few} KiB for a tenth, {many} KiB for all {texts} KiB of texts");
}

/// The most that it ever has in memory, in KiB.
async fn memory_of_an_import(moving: &Moving) -> usize {
    let mut command = moving.command(&["import"]);
    // Otherwise the C library has a heap for each thread, and it is chance how many of them a piece passes through.
    let mut import = quiet(command.env("MALLOC_ARENA_MAX", "1")).spawn().unwrap();
    let status = format!("/proc/{}/status", import.id().unwrap());
    let (mut most, end) = (0, Instant::now() + PATIENCE);
    while import.try_wait().unwrap().is_none() {
        assert!(Instant::now() < end, "an end in time");
        most = most.max(peak(&std::fs::read_to_string(&status).unwrap_or_default()));
        sleep(Duration::from_millis(5)).await;
    }
    assert!(import.wait().await.unwrap().success());
    most
}

/// The most that a process ever had in memory, in KiB.
fn peak(status: &str) -> usize {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or(0, |line| line.trim().trim_end_matches(" kB").parse().unwrap())
}
