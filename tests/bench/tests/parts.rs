//! The bench's parts do what they are there for. Nothing is timed here.
#![allow(clippy::unwrap_used, reason = "a test that can't go on should fail")]

use std::path::PathBuf;
use std::time::Duration;

use bench::part::{Part, Parts};
use bench::plain::{self, Synchronous};
use bench::process::Footprint;
use bench::report::Run;
use bench::{Clinic, burst, day, latency, start};

/// The agent, as it was built beside this test.
fn takecare() -> PathBuf {
    let path = std::env::current_exe().unwrap().ancestors().nth(2).unwrap().join("takecare");
    assert!(path.exists(), "{} is not built: run `cargo xtask test`, which builds it first", path.display());
    path
}

#[tokio::test(flavor = "multi_thread")]
async fn every_figure_comes_from_something_that_happened() {
    let latency = latency::measure(&takecare(), None, 1, Duration::from_millis(50)).await.unwrap();
    let story = burst::measure(&takecare(), 300).await.unwrap();
    assert_eq!((story.burst.requests, story.catch_up.toasts), (0, 1), "all by the socket; one summary of the outage");
    assert_eq!((story.burst.lost, story.catch_up.lost), (0, 0));
    let run = Run { starts: None, day: None, idle: 0, latency: Some(latency), stories: vec![story], burst: 300 };
    let tables = run.tables();
    let figures = tables.lines().filter(|line| line.starts_with("| ") && line.contains('.')).count();
    assert_eq!(figures, 12, "{tables}");
    assert!(!tables.contains("| 0.00 |") && !tables.contains("NaN"), "{tables}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_named_is_measured_alone() {
    let idle = Parts(vec![Part::Idle]);
    let day = day::measure(&takecare(), None, &idle, Duration::from_millis(100), 1).await.unwrap();
    let quiet = day.quiet.unwrap();
    assert!(Footprint::of(&quiet.hidden.tree).memory > 1000 && quiet.gotify_tray.is_none());
    assert!(day.flood.is_none() && day.search.is_none() && day.window.is_none() && day.openings.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_start_brings_an_icon() {
    let starts = start::measure(&takecare(), None, 2).await.unwrap();
    assert_eq!((starts.takecare.count(), starts.gotify_tray.count()), (2, 0));
    assert!(starts.takecare.percentile(0) > Duration::ZERO);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plain_ways_keep_all_they_are_given() {
    let clinic = Clinic::open().await.unwrap();
    for synchronous in [Synchronous::Normal, Synchronous::Full] {
        assert!(plain::burst(&clinic, 1200, synchronous).await.unwrap() > Duration::ZERO);
    }
    assert!(plain::fetch(&clinic, 2400).await.unwrap() > Duration::ZERO);
    assert!(plain::fetch(&clinic, 2401).await.is_err(), "it has no more");
}
