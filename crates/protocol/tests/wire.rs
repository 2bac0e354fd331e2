//! The examples of `protocol.md` are read, and written again to the letter.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use protocol::{
    Ack, Capability, Command, Detail, Frame, Kind, List, Notification, Refusal, ServerStatus, Status, TestSent,
    UnknownFrame, to_text,
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
    assert_eq!(parse(&"[".repeat(100_000)), UnknownFrame::NotJson, "nesting is bounded");
}

#[test]
fn acknowledgements_repeat_the_id_as_sent() {
    for (name, said) in [
        ("ack-mark-read", r#"{"action":"mark_read","notification_id":"b1396436-49bb-42fa-86fd-3c3dd34d68cf"}"#),
        ("ack-mark-all-read", r#"{"action":"mark_all_read","request_id":7}"#),
    ] {
        let ack: Ack = Command::parse(said).unwrap().ack();
        assert_eq!(to_text(&ack).unwrap(), fixture(name));
        assert_eq!(Frame::parse(&fixture(name)), Frame::Ack(ack));
    }
    assert_eq!(Command::parse(r#"{"action":"ping"}"#), None);
    assert_eq!(Command::parse(r#"{"action":"mark_read"}"#), None);
}

#[test]
fn a_list_is_written_as_it_was_read() {
    let list: List = serde_json::from_str(&fixture("list")).unwrap();
    assert_eq!(serde_json::to_string(&list).unwrap(), fixture("list"));
    let row = Notification::from(list.results[0].clone());
    assert_eq!((row.kind, row.related.kind), (Kind::Referral, None));
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
