//! Events and templates of somebody who means ill: the module is answered, and who is to be told is told.

use hub::{Pace, Scope};
use reqwest::Method;
use serde_json::{Value, json};
use services::{Hubs, Place};
use uuid::Uuid;

use crate::events::{Module, PATH, all_worked_off, helena, issue, messages};
use crate::ward::Ward;

on_each_storage! {
    whatever_an_event_holds_the_next_one_is_told,
    a_template_without_end_costs_only_its_own_words,
}

const BED: &str = "The bed is free";

fn saying(message: &Value) -> Value {
    let mut body = issue(&Uuid::new_v4().to_string(), hub::UserId(Uuid::nil()), "");
    body["fields"]["message"] = message.clone();
    body
}

/// Lists in lists, so many deep.
fn nested(depth: usize) -> String {
    let good = saying(&json!("@")).to_string();
    good.replace("\"@\"", &format!("{}{}", "[".repeat(depth), "]".repeat(depth)))
}

async fn whatever_an_event_holds_the_next_one_is_told(place: Place) {
    let ward = Ward::open(place).await;
    let helena = helena(&ward).await;
    let module = Module::with(&ward, vec![Scope::EventsWrite]).await;
    let said = "New issue reported: ";
    let told = [
        ("{{ names }}{% for a in range(9) %}".to_owned(), "{{ names }}{% for a in range(9) %}".to_owned()),
        ("\u{202e}eerf si deb\u{2066}".to_owned(), "\u{202e}eerf si deb\u{2066}".to_owned()),
        ("a\u{0}b".to_owned(), "ab".to_owned()),
        ("<img src=x onerror=alert(1)>".to_owned(), "<img src=x onerror=alert(1)>".to_owned()),
        ("x".repeat(1_000_000), format!("{}…", "x".repeat(200))),
    ];
    for (message, _) in &told {
        module.accepted(&saying(&json!(message))).await;
    }
    let raw = async |body: String| {
        let request = module.visitor.ask(Method::POST, PATH).bearer_auth(&module.token);
        request
            .header("Content-Type", "application/json")
            .body(body)
            .send()
            .await
            .map(|answer| answer.status().as_u16())
    };
    assert_eq!(raw(nested(100)).await.unwrap(), 202, "it is an event, whatever a rule says of it");
    assert_eq!(raw(nested(100_000)).await.unwrap(), 400);
    // Too much of it: the hub need not hear it out.
    assert!(!raw(saying(&json!("x".repeat(8 << 20))).to_string()).await.is_ok_and(|status| status != 400));
    let crowd = vec![Uuid::nil(); 20_000];
    let chat = json!({"sender_id": crowd[0], "participants": crowd, "content": "", "chatroom_id": 1});
    module.accepted(&json!({"model": "chat_message", "id": 7, "action": "created", "fields": chat})).await;
    module.accepted(&saying(&json!(BED))).await;
    all_worked_off(&ward).await;

    let mut heard = messages(&ward, helena).await;
    heard.retain(|message| !message.contains("[[["));
    let expected = told.iter().map(|(_, told)| told.as_str()).chain([BED]);
    assert_eq!(heard, expected.map(|told| format!("{said}{told}")).collect::<Vec<_>>());
}

async fn a_template_without_end_costs_only_its_own_words(place: Place) {
    let hostile = [
        "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{{ 'x' * 1000000000 }}",
        "{{ message | indent(100000000) }}",
    ];
    let rule = |(number, template): (usize, &&str)| {
        format!(
            "[[rule]]\nname = 'hostile-{number}'\nmodel = 'issues_issue'\nroles = ['admin']\ntype = 'SYSTEM'\n\
             created = \"{template}\"\n"
        )
    };
    let site = place.site();
    site.set_rules(&hostile.iter().enumerate().map(rule).collect::<String>());
    let ward = Ward::with(Hubs::on(site, place.hubs(), Pace::default()).await);
    let helena = helena(&ward).await;
    let module = Module::with(&ward, vec![Scope::EventsWrite]).await;
    module.accepted(&saying(&json!(BED))).await;
    all_worked_off(&ward).await;

    assert_eq!(messages(&ward, helena).await, [format!("New issue reported: {BED}")]);
    let counts = ward.hub().office().event_counts().await.unwrap();
    assert_eq!((counts.done, counts.failures), (1, u32::try_from(hostile.len()).unwrap()));
}
