use bridge::Request;
use bridge::settings::Value;
use client::Effect;
use e2e::{Desk, Ward};
use hub::NewNotification;
use protocol::{Kind, NotificationId, Related};

/// The address that the browser is to open for a row.
async fn opens(desk: &mut Desk, id: NotificationId) -> String {
    desk.asks(Request::OpenRecord { id: id.0 }).await.unwrap();
    loop {
        if let Effect::Browse(address) = desk.effect().await {
            return address.to_string();
        }
    }
}

#[tokio::test]
async fn a_record_opens_on_the_clinics_server_at_the_page_that_is_set() {
    let ward = Ward::open().await;
    let mut ada = ward.ada().await;
    let related = Related { kind: Some("issue".to_owned()), id: Some("../17".to_owned()) };
    let issue = NewNotification { related, ..NewNotification::new(Kind::Issue, "The lift is out of order") };
    let id = ward.hub().send_notification(ward.ada, issue).await.unwrap();
    ada.sees(|state| state.unread == 1).await;
    assert_eq!(opens(&mut ada, id).await, format!("{}/notifications/", ward.server()));
    let set = |path: &str| {
        let path = Value::Text(path.to_owned());
        let mut kept = Ok(());
        ada.sets(|settings| kept = settings.put("records.issue", &path));
        kept.is_ok()
    };
    assert!(!set("//elsewhere.example/{id}") && set("/issues/{id}/"));
    assert_eq!(opens(&mut ada, id).await, format!("{}/issues/..%2F17/", ward.server()));
}
