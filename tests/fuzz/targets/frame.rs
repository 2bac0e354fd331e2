//! Whatever a server says, by socket or by REST, is read without a panic and in proportionate memory; and what we print
//! of it reads as the same.
#![no_main]

use std::fmt::Debug;

use libfuzzer_sys::fuzz_target;
use protocol::{
    Ack, Changes, Command, Detail, Frame, List, Notification, Push, Row, ServerStatus, StatusChange, TestSent,
    UnreadCount, Wants, to_text,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Reads a text; the word is one without which there is nothing to read.
type Reader = (&'static str, fn(&str));

const READERS: [Reader; 10] = [
    ("", frame),
    ("action", command),
    ("want", wants),
    ("results", list),
    ("cursor", changes),
    ("date", row),
    ("online", body::<ServerStatus>),
    ("status", body::<TestSent>),
    ("unread_count", body::<UnreadCount>),
    ("detail", refusal),
];

fuzz_target!(|text: &str| {
    for (word, read) in READERS {
        if text.contains(word) {
            fuzz::sparing(text.len(), || read(text));
        }
    }
});

fn frame(text: &str) {
    match Frame::parse(text) {
        Frame::Push(push) => {
            let printed = to_text(&Push::from(push.clone())).unwrap();
            let Frame::Push(again) = Frame::parse(&printed) else { panic!("a printed push is a push") };
            same(&push, &again);
            assert_eq!(Frame::parse(&to_text(&Push::from(again.clone())).unwrap()), Frame::Push(again));
        }
        Frame::Ack(ack) => comes_back::<Ack>(&ack),
        Frame::Change(change) => comes_back::<StatusChange>(&change),
        Frame::Unknown(_) => {}
    }
}

fn command(text: &str) {
    if let Some(command) = Command::parse(text) {
        comes_back(&command);
        comes_back(&command.ack());
    }
}

fn wants(text: &str) {
    let (_, list) = text.split_once("want=").unwrap_or_default();
    let wants = Wants::parse(list);
    let path = wants.socket_path();
    let (_, again) = path.split_once("want=").unwrap_or_default();
    assert_eq!(Wants::parse(again), wants);
}

fn list(text: &str) {
    if let Ok(list) = serde_json::from_str::<List>(text) {
        list.results.into_iter().for_each(a_row);
    }
}

fn changes(text: &str) {
    if let Ok(changes) = serde_json::from_str::<Changes>(text) {
        changes.changes.into_iter().filter_map(|change| change.row).for_each(a_row);
    }
}

fn row(text: &str) {
    if let Ok(row) = serde_json::from_str(text) {
        a_row(row);
    }
}

fn a_row(row: Row) {
    let again: Row = serde_json::from_str(&serde_json::to_string(&row).unwrap()).unwrap();
    same(&row.clone().into(), &again.clone().into());
    comes_back(&again);
}

fn body<T: DeserializeOwned + Serialize + PartialEq + Debug>(text: &str) {
    if let Ok(body) = serde_json::from_str::<T>(text) {
        comes_back(&body);
    }
}

fn refusal(text: &str) {
    if let Ok(detail) = serde_json::from_str::<Detail>(text) {
        detail.refusal();
        comes_back(&detail);
    }
}

/// Dates are printed in microseconds.
fn same(one: &Notification, other: &Notification) {
    assert_eq!(one.date.as_microsecond(), other.date.as_microsecond());
    assert!(*one == Notification { date: one.date, ..other.clone() }, "{one:?} became {other:?}");
}

fn comes_back<T: DeserializeOwned + Serialize + PartialEq + Debug>(value: &T) {
    let printed = to_text(value).unwrap();
    let again: T = serde_json::from_str(&printed).unwrap();
    assert_eq!(&again, value, "printed as {printed}");
}
