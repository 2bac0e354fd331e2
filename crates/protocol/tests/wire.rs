//! The examples of `protocol.md` are read, and written again to the letter.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use protocol::{
    Ack, Capability, Changes, Command, Detail, Frame, Kind, List, MOST_RECEIVED, Notification, NotificationId, Refusal,
    ServerStatus, Status, TestSent, UnknownFrame, Wants, to_text,
};

fn fixture(name: &str) -> String {
    let path = format!("{}/fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap().trim_end().to_owned()
}

fn pushed(name: &str) -> Notification {
    match Frame::parse(&fixture(name)) {
        Frame::Push(push) => push,
        other => panic!("{name} is no push but {other:?}"),
    }
}

#[test]
fn every_push_is_written_as_it_was_read() {
    for name in ["push-plain", "push-related", "push-replayed-deleted"] {
        let again = protocol::Push::from(pushed(name));
        assert_eq!(to_text(&again).unwrap(), fixture(name));
    }
}

#[test]
fn a_push_says_what_it_points_to() {
    let related = pushed("push-related").related;
    assert_eq!(related.kind.as_deref(), Some("appointment"));
    assert_eq!(related.id.as_deref(), Some("11111111-2222-4333-8444-555555555555"));
    assert_eq!(pushed("push-replayed-deleted").status, Status::Deleted);
}

#[test]
fn text_beyond_ascii_is_escaped_and_comes_back() {
    let mut said = pushed("push-plain");
    said.message = "Zdrowie \u{1f916} \"tak\"\n\u{7f}".to_owned();
    let text = to_text(&protocol::Push::from(said.clone())).unwrap();
    assert!(text.is_ascii());
    assert!(text.contains(r"\ud83e\udd16"));
    assert_eq!(Frame::parse(&text), Frame::Push(said));
}

#[test]
fn unknown_types_and_fields_survive() {
    let text =
        fixture("push-plain").replace("SYSTEM\"", "BILLING\"").replace("{\"message\"", "{\"colour\": 1, \"message\"");
    let Frame::Push(push) = Frame::parse(&text) else { panic!("a new field must not hide a notification") };
    assert_eq!(push.kind, Kind::Other("BILLING".to_owned()));
    assert_eq!(Kind::from("system"), Kind::Other("system".to_owned()), "the server compares to the letter");
}

#[test]
fn foreign_frames_are_named_not_fatal() {
    let parse = |text| match Frame::parse(text) {
        Frame::Unknown(why) => why,
        known => panic!("{known:?}"),
    };
    assert_eq!(parse("<html>"), UnknownFrame::NotJson);
    assert_eq!(parse(""), UnknownFrame::NotJson);
    assert_eq!(parse("[1]"), UnknownFrame::Foreign);
    assert_eq!(parse(r#"{"hello": 1}"#), UnknownFrame::Foreign);
    assert_eq!(parse(r#"{"notification_type": "SYSTEM", "notification_id": "17"}"#), UnknownFrame::UnreadablePush);
    assert_eq!(parse(r#"{"change": "colour", "notification_id": "17"}"#), UnknownFrame::Foreign);
    assert_eq!(parse(r#"{"change": "status", "notification_id": "17", "status": "READ"}"#), UnknownFrame::Foreign);
    assert_eq!(parse(&"[".repeat(100_000)), UnknownFrame::NotJson, "nesting is bounded");
}

#[test]
fn acknowledgements_repeat_the_id_as_sent() {
    for (name, said) in [
        ("ack-mark-read", r#"{"action":"mark_read","notification_id":"b1396436-49bb-42fa-86fd-3c3dd34d68cf"}"#),
        ("ack-mark-all-read", r#"{"action":"mark_all_read","request_id":7}"#),
        ("ack-received", r#"{"action":"received","notification_ids":[]}"#),
    ] {
        let ack: Ack = Command::parse(said).unwrap().ack();
        assert_eq!(to_text(&ack).unwrap(), fixture(name));
        assert_eq!(Frame::parse(&fixture(name)), Frame::Ack(ack));
    }
    assert_eq!(Command::parse(r#"{"action":"ping"}"#), None);
    for nonsense in [r#"{"action":"mark_read"}"#, r#"{"action":"received","notification_ids":["17"]}"#] {
        assert_eq!(Command::parse(nonsense), None);
    }
}

#[test]
fn a_change_of_a_status_is_written_as_it_was_read() {
    for name in ["change-read", "change-deleted"] {
        let Frame::Change(change) = Frame::parse(&fixture(name)) else { panic!("{name} is no change") };
        assert_eq!(to_text(&change).unwrap(), fixture(name));
    }
}

#[test]
fn many_receipts_take_several_frames() {
    let ids: Vec<_> = (0..1_200).map(|number| NotificationId(uuid::Uuid::from_u128(number))).collect();
    let mut said = Vec::new();
    for command in Command::received(&ids) {
        let text = serde_json::to_string(&command).unwrap();
        let Some(Command::Received { notification_ids }) = Command::parse(&text) else { panic!("{text}") };
        assert!(notification_ids.len() <= MOST_RECEIVED);
        said.extend(notification_ids);
    }
    assert_eq!(said, ids);
    assert_eq!(Command::received(&[]).count(), 0);
}

#[test]
fn a_list_is_written_as_it_was_read() {
    let list: List = serde_json::from_str(&fixture("list")).unwrap();
    assert_eq!(serde_json::to_string(&list).unwrap(), fixture("list"));
    let row = Notification::from(list.results[0].clone());
    assert_eq!((row.kind, row.related.kind), (Kind::Referral, None));
}

/// The parser that is fast and loose reads `1.5e200` as its neighbour, and that as the next one.
#[test]
fn numbers_beside_a_message_come_back_as_they_were() {
    let list = fixture("list").replace("\"data\":null", "\"data\":[1.5e200,-0.0,1e-7,18446744073709551615]");
    let read: List = serde_json::from_str(&list).unwrap();
    let data = &read.results[0].data;
    assert_eq!(data[0].as_f64(), Some(1.5e200));
    assert_eq!(serde_json::to_string(data).unwrap(), "[1.5e+200,-0.0,1e-7,18446744073709551615]");
}

#[test]
fn one_unreadable_row_hides_no_other() {
    let mut list: serde_json::Value = serde_json::from_str(&fixture("list")).unwrap();
    let rows = list["results"].as_array_mut().unwrap();
    rows.insert(0, serde_json::json!({"id": 17}));
    let list: List = serde_json::from_value(list).unwrap();
    assert_eq!(list.results.len(), 1);
}

#[test]
fn changes_are_written_as_they_were_read() {
    let changes: Changes = serde_json::from_str(&fixture("changes")).unwrap();
    assert_eq!(serde_json::to_string(&changes).unwrap(), fixture("changes"));
    assert_eq!(changes.changes.iter().map(|change| change.row.is_some()).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn only_what_is_said_to_be_deleted_is_deleted_and_one_unreadable_change_hides_no_other() {
    let mut changes: serde_json::Value = serde_json::from_str(&fixture("changes")).unwrap();
    let id = changes["changes"][0]["id"].clone();
    let list = changes["changes"].as_array_mut().unwrap();
    list.splice(0..0, [serde_json::json!({"id": id}), serde_json::json!({"id": id, "row": {"id": 17}})]);
    let changes: Changes = serde_json::from_value(changes).unwrap();
    assert_eq!(changes.changes.len(), 2);
    assert_eq!(serde_json::to_string(&changes).unwrap(), fixture("changes"));
}

#[test]
fn a_refusal_is_told_by_its_sentence() {
    let of = |detail: &str| Detail { detail: detail.to_owned() }.refusal();
    assert_eq!(of("CSRF Failed: CSRF token missing."), Refusal::Csrf);
    assert_eq!(of("Authentication credentials were not provided."), Refusal::SignedOut);
    assert_eq!(of("You may not."), Refusal::Other);
}

#[test]
fn capabilities_are_silent_where_there_are_none() {
    let status: ServerStatus = serde_json::from_str(&fixture("status")).unwrap();
    assert_eq!(to_text(&status).unwrap(), fixture("status"));
    let more: Capability = serde_json::from_str("\"time-travel\"").unwrap();
    assert_eq!(more, Capability::Other("time-travel".to_owned()));
    let known = r#"["replay","changes","live-changes","receipts","action-ids"]"#;
    let all: Vec<Capability> = serde_json::from_str(known).unwrap();
    assert_eq!(serde_json::to_string(&all).unwrap(), known);
    assert!(!all.iter().any(|capability| matches!(capability, Capability::Other(_))));
    assert_eq!(Wants::all_of(&all), Wants { changes: true, receipts: true });
    assert_eq!(Wants::all_of(&[Capability::Replay, more]), Wants::default());
    let sent: TestSent = serde_json::from_str(&fixture("test-sent")).unwrap();
    assert_eq!(serde_json::to_string(&sent).unwrap(), fixture("test-sent"));
}

#[test]
fn nothing_printed_carries_a_message_or_a_password() {
    let push = pushed("push-related");
    assert!(!format!("{push:?}{:?}", Frame::Push(push.clone())).contains("with related"));
    let form = protocol::LoginForm { email: "ada".into(), password: "s3cret".into(), csrfmiddlewaretoken: None };
    assert!(!format!("{form:?}").contains("s3cret"));
}
