use super::*;

use bridge::{Fault, FaultCode, Link, Verdict};
use protocol::Capability;

use crate::link::Ended;
use crate::self_check::facts::Newest;
use crate::server::Server;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A desktop with a server where all is well.
fn well() -> Facts {
    let checked = at("2026-11-20T08:59:48Z");
    Facts {
        policy: Ok(()),
        keyring: Ok(()),
        blocked: None,
        asked: Some(Asked {
            server: Server::parse("clinic.example").unwrap(),
            proxy: None,
            addresses: Some(vec!["192.0.2.7".parse().unwrap()]),
            by_extra_authority: false,
            capabilities: Ok(Vec::new()),
            session: Some(Ok(Newest { rows: 10, undelivered: 0 })),
            ahead: Some(SignedDuration::from_secs(-3)),
        }),
        held: Some(Held {
            link: Link::Live { heard: checked },
            ended: None,
            checked: Some(checked),
            covered_since: Some(at("2026-11-20T06:00:00Z")),
            gap: None,
            pending: 0,
            refused: Some(0),
        }),
    }
}

fn with(change: impl FnOnce(&mut Asked, &mut Held)) -> Facts {
    let mut facts = well();
    change(facts.asked.as_mut().unwrap(), facts.held.as_mut().unwrap());
    facts
}

/// What is not good, in words.
fn said(facts: &Facts) -> Vec<(Topic, Verdict, String)> {
    let found = findings(facts, at("2026-11-20T09:00:00Z")).into_iter();
    found.filter(|one| one.verdict != Verdict::Good).map(|one| (one.topic, one.verdict, one.says.to_string())).collect()
}

fn without_socket(ended: Ended, undelivered: usize) -> Facts {
    with(|asked, held| {
        asked.session = Some(Ok(Newest { rows: 10, undelivered }));
        held.link = Link::Checking { every: 30 };
        held.ended = Some(ended);
    })
}

/// The one thing that is not good.
fn only(facts: &Facts, topic: Topic, verdict: Verdict) -> String {
    let mut said = said(facts);
    assert_eq!(said.iter().map(|(topic, verdict, _)| (*topic, *verdict)).collect::<Vec<_>>(), [(topic, verdict)]);
    said.remove(0).2
}

#[test]
fn where_all_is_well_each_thing_is_said_once() {
    let found = findings(&well(), at("2026-11-20T09:00:00Z"));
    let said: Vec<_> = found.iter().map(|one| one.says.to_string()).collect();
    assert_eq!(
        said,
        [
            "clinic.example is 192.0.2.7.",
            "There is no proxy on the way.",
            "The certificate of clinic.example is trusted by this computer.",
            "https://clinic.example is TakeCare.",
            "The server accepts the session.",
            "The socket is open: news comes at once.",
            "What is stored was the server's 12s ago. Nothing was missed in the last 3h.",
            "Every action is confirmed by the server.",
            "The keyring answers.",
            "The stored notifications can be read and written.",
            "The server's clock and this computer's agree.",
        ]
    );
}

#[test]
fn what_stands_in_the_way_is_said_once_and_where_it_belongs() {
    for (error, topic) in [
        (ServerError::UnknownHost, Topic::Address),
        (ServerError::ProxySignIn, Topic::Proxy),
        (ServerError::Certificate, Topic::Certificate),
        (ServerError::NotTakeCare, Topic::Server),
    ] {
        let facts = with(|asked, _| {
            asked.capabilities = Err(error);
            asked.session = None;
        });
        only(&facts, topic, Verdict::Bad);
    }
}

#[test]
fn a_refused_origin_names_the_address_to_add() {
    let says = only(&without_socket(Ended::Refused, 0), Topic::Socket, Verdict::Bad);
    assert!(says.contains("the Origin https://clinic.example. Add clinic.example to ALLOWED_HOSTS"), "{says}");
    assert!(says.ends_with("Meanwhile the desktop checks every 30 s, and nothing is missed."), "{says}");
}

#[test]
fn a_crashing_replay_is_explained_with_its_cure() {
    let says = only(&without_socket(Ended::Crashed, 4), Topic::Socket, Verdict::Bad);
    assert!(says.contains("Of the newest 10 rows, 4 have `delivered_at` null."), "{says}");
    assert!(says.contains("set their `delivered_at` or delete them for good"), "{says}");
    let says = only(&without_socket(Ended::Crashed, 0), Topic::Socket, Verdict::Bad);
    assert!(says.contains("an older or a deleted one must"), "{says}");
}

#[test]
fn a_session_that_is_over_is_bad_and_no_reason_to_talk_of_sockets() {
    let facts = with(|asked, held| {
        asked.session = Some(Err(ServerError::SignedOut));
        held.link = Link::Connecting;
    });
    let says = only(&facts, Topic::Session, Verdict::Bad);
    assert_eq!(says, "Your session has ended. Sign in again to go on.");
}

#[test]
fn actions_and_clocks_are_worth_a_note() {
    let facts = with(|asked, held| {
        asked.capabilities = Ok(vec![Capability::Replay]);
        asked.ahead = Some(SignedDuration::from_secs(301));
        (held.pending, held.refused) = (2, Some(1));
    });
    let said: Vec<_> = said(&facts).into_iter().map(|(topic, verdict, _)| (topic, verdict)).collect();
    assert_eq!(said, [Topic::Actions, Topic::Actions, Topic::Clock].map(|topic| (topic, Verdict::Note)));
}

#[test]
fn a_keyring_that_is_missing_is_said_once() {
    let why = Fault::new(FaultCode::Keyring, "This desktop has no keyring.");
    let facts = Facts { keyring: Err(why.clone()), blocked: Some(why), asked: None, held: None, policy: Ok(()) };
    assert_eq!(only(&facts, Topic::Keyring, Verdict::Bad), "This desktop has no keyring.");
}

#[test]
fn nobody_signed_in_is_no_trouble() {
    let facts = Facts { asked: None, held: None, ..well() };
    assert_eq!(only(&facts, Topic::Session, Verdict::Note), "Nobody is signed in.");
}
