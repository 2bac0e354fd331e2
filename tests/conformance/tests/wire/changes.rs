//! `docs/capabilities.md`, changes: everything that changed since a cursor.

use conformance::{Server, Ward, answer, everywhere};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

everywhere! {
    what_changed_is_told_in_order_and_once,
    everybody_is_told_of_their_own,
    a_cursor_that_is_not_known_is_refused,
}

/// The ids of all changes, in order, and whether there is a row.
fn told(changes: &Value) -> Vec<(Uuid, bool)> {
    let list = changes["changes"].as_array().unwrap().iter();
    list.map(|change| (change["id"].as_str().unwrap().parse().unwrap(), !change["row"].is_null())).collect()
}

fn since(changes: &Value) -> String {
    format!("changes/?since={}", changes["cursor"].as_str().unwrap())
}

async fn what_changed_is_told_in_order_and_once<S: Server>(ward: &Ward<S>) {
    let old = ward.tell(&ward.ada, "from before").await;
    let ada = ward.signed_in(&ward.ada).await;
    if !ward.ways.tells_changes {
        return assert_eq!(ada.answer(Method::GET, "changes/").await, (404, json!({"detail": "Not found."})));
    }
    let start = ada.get("changes/").await;
    assert_eq!(told(&start), []);
    assert_eq!((&start["more"], &start["count"], &start["unread_count"]), (&json!(false), &json!(1), &json!(1)));

    let (read, hidden, gone) = (
        ward.tell(&ward.ada, "will be read").await,
        ward.tell(&ward.ada, "will be deleted").await,
        ward.tell(&ward.ada, "will be removed").await,
    );
    assert_eq!(told(&ada.get(&since(&start)).await), [(read, true), (hidden, true), (gone, true)]);
    ada.answer(Method::DELETE, &format!("{gone}/")).await;
    ada.answer(Method::POST, &format!("{hidden}/mark-deleted/")).await;
    ada.answer(Method::POST, &format!("{read}/mark-read/")).await;
    answer(ada.call(Method::PATCH, &format!("{read}/")).json(&json!({"status": "UNREAD"}))).await;
    ada.answer(Method::POST, "mark-all-read/").await;

    let changes = ada.get(&since(&start)).await;
    let mut of_all = told(&changes);
    assert_eq!(of_all[..2], [(gone, false), (hidden, false)]);
    of_all[2..].sort_unstable();
    let mut both_read = [(old, true), (read, true)];
    both_read.sort_unstable();
    assert_eq!(of_all[2..], both_read);
    assert_eq!((&changes["count"], &changes["unread_count"]), (&json!(2), &json!(0)));
    let rows = changes["changes"].as_array().unwrap();
    let row = &rows.iter().find(|change| change["id"] == json!(read)).unwrap()["row"];
    assert_eq!(*row, ada.get(&format!("{read}/")).await, "as in the list");

    ada.answer(Method::POST, &format!("{read}/mark-read/")).await;
    assert_eq!(told(&ada.get(&since(&changes)).await), [], "what is read already does not change");
}

async fn everybody_is_told_of_their_own<S: Server>(ward: &Ward<S>) {
    let (ada, tomasz) = (ward.signed_in(&ward.ada).await, ward.signed_in(&ward.tomasz).await);
    if !ward.ways.tells_changes {
        return assert_eq!(tomasz.answer(Method::GET, "changes/?since=1").await.0, 404);
    }
    let start = tomasz.get("changes/").await;
    let adas = ward.tell(&ward.ada, "for Ada").await;
    assert_eq!(told(&tomasz.get(&since(&start)).await), []);
    assert_eq!(told(&ada.get(&since(&start)).await), [(adas, true)]);
    assert_eq!(ward.stranger().answer(Method::GET, &since(&start)).await.0, 403);
}

async fn a_cursor_that_is_not_known_is_refused<S: Server>(ward: &Ward<S>) {
    let ada = ward.signed_in(&ward.ada).await;
    let foreign = ["", "17", "yesterday", "6f1c-1042", "-1", "6f1c-99999999999999999999"];
    let unknown = json!({"detail": "This cursor is not known any more."});
    let expected = if ward.ways.tells_changes { (410, unknown) } else { (404, json!({"detail": "Not found."})) };
    for cursor in foreign {
        assert_eq!(ada.answer(Method::GET, &format!("changes/?since={cursor}")).await, expected, "{cursor}");
    }
}
