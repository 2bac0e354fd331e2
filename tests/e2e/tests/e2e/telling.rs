//! How news are told: by what is set, and by what somebody wants for a while.

use bridge::settings::{Privacy, Settings, Value};
use bridge::{Answer, Request};
use client::{Effect, Loudness, ToastId};
use e2e::{Desk, PASSWORD, Ward};
use jiff::{SignedDuration, Timestamp};
use language::Language;
use protocol::Kind;

const TEXT: &str = "Lab results of Maria Zielińska are ready";

async fn ada_at(ward: &Ward, settings: Settings) -> Desk {
    let ada = Desk::set(settings);
    ada.signs_in(&ward.server(), PASSWORD).await.unwrap();
    ada.is_live().await;
    ada
}

fn tiers(tiers: &[(&str, &str)]) -> Settings {
    let mut settings = Settings::default();
    let tiers = tiers.iter().map(|(kind, tier)| ((*kind).to_owned(), (*tier).to_owned())).collect();
    settings.put("toasts.tiers", &Value::Map(tiers)).unwrap();
    settings
}

fn in_an_hour() -> Option<Timestamp> {
    Some(Timestamp::now() + SignedDuration::from_hours(1))
}

#[tokio::test]
async fn a_type_disturbs_as_is_set_and_what_is_off_is_not_counted() {
    let ward = Ward::open().await;
    let off = [("MESSAGE", "off"), ("SYSTEM", "badge-only"), ("ISSUE", "quiet")];
    let mut ada = ada_at(&ward, tiers(&off)).await;
    ward.tell(Kind::Message, "Lunch, Ada?").await;
    ward.tell(Kind::System, "A break at noon").await;
    ward.tell(Kind::Issue, "The printer").await;
    let toast = ada.toast().await;
    assert_eq!((toast.title.to_string().as_str(), toast.loudness), ("Issue", Loudness::Quiet));
    let state = ada.sees(|state| state.unread == 2).await;
    assert_eq!(state.kinds.iter().map(|count| count.unread).sum::<u32>(), 3, "the list has it");
    ada.sets(|settings| *settings = Settings::default());
    ada.sees(|state| state.unread == 3).await;
    ward.tell(Kind::Message, "Dinner?").await;
    let toast = ada.toast().await;
    assert_eq!((toast.title.to_string().as_str(), toast.loudness), ("Message", Loudness::Sound), "it holds at once");
}

#[tokio::test]
async fn a_toast_shows_the_text_where_its_user_wants_that_and_goes_with_the_lock() {
    let ward = Ward::open().await;
    let mut ada = ada_at(&ward, Settings { privacy: Privacy::Full, ..Settings::default() }).await;
    let id = ward.tell(Kind::Medical, TEXT).await;
    let toast = ada.toast().await;
    assert_eq!((toast.id, toast.body.to_string().as_str()), (ToastId::One(id.0), TEXT));
    ada.asks(Request::Lock).await.unwrap();
    assert_eq!(ada.effect().await, Effect::Withdraw(toast.id));
    ward.tell(Kind::Medical, TEXT).await;
    let toast = ada.toast().await;
    assert!(
        !toast.title.to_string().contains("Maria") && !toast.body.to_string().contains("Maria"),
        "locked is locked"
    );
}

#[tokio::test]
async fn consult_mode_takes_toasts_away_and_hides_what_comes_until_it_ends() {
    let ward = Ward::open().await;
    let mut ada = ada_at(&ward, Settings { privacy: Privacy::Full, ..Settings::default() }).await;
    ward.tell(Kind::Medical, TEXT).await;
    let before = ada.toast().await;
    ada.asks(Request::Consult { on: true }).await.unwrap();
    assert_eq!(ada.effect().await, Effect::Withdraw(before.id));
    let until = ada.sees(|state| state.consult.is_some()).await.consult.unwrap();
    let minutes = until.duration_since(Timestamp::now()).as_secs() / 60;
    assert!((28..=30).contains(&minutes), "{minutes} minutes");
    ward.tell(Kind::Medical, TEXT).await;
    let toast = ada.toast().await;
    let said = [toast.kind, toast.title.to_string(), toast.body.to_string()];
    assert_eq!(said, ["SYSTEM", "1 new notification", "New in TakeCare"]);
    ada.asks(Request::Consult { on: false }).await.unwrap();
    ada.sees(|state| state.consult.is_none()).await;
}

#[tokio::test]
async fn a_pause_holds_toasts_back_until_it_ends_but_for_what_always_alerts() {
    let ward = Ward::open().await;
    let always_alert = vec!["MEDICAL".to_owned()];
    let mut ada = ada_at(&ward, Settings { always_alert, ..Settings::default() }).await;
    ada.asks(Request::Pause { until: in_an_hour() }).await.unwrap();
    ada.sees(|state| state.paused.is_some()).await;
    ward.tell(Kind::Message, "Lunch, Ada?").await;
    ada.sees(|state| state.unread == 1).await;
    ward.tell(Kind::Medical, TEXT).await;
    assert_eq!(ada.toast().await.title.to_string(), "Medical", "the message had none");
    let soon = Timestamp::now() + SignedDuration::from_millis(300);
    ada.asks(Request::Pause { until: Some(soon) }).await.unwrap();
    ada.sees(|state| state.paused.is_none()).await;
    assert!(Timestamp::now() >= soon);
    ward.tell(Kind::Issue, "The printer").await;
    assert_eq!(ada.toast().await.title.to_string(), "Issue", "what was held back stays in the list");
}

#[tokio::test]
async fn another_user_inherits_no_pause() {
    let ward = Ward::open().await;
    ward.hires("jan@ward.example", "Jan").await;
    let ada = ada_at(&ward, Settings::default()).await;
    ada.asks(Request::Pause { until: in_an_hour() }).await.unwrap();
    ada.sees(|state| state.paused.is_some()).await;
    ada.signs_in_as("jan@ward.example", &ward.server(), PASSWORD).await.unwrap();
    ada.sees(|state| state.paused.is_none()).await;
}

#[tokio::test]
async fn an_administrator_allows_the_hand_over_sheet_to_be_printed() {
    let ward = Ward::open().await;
    let ada = ada_at(&ward, Settings::default()).await;
    assert!(!ada.is_live().await.export);
    ada.sets(|settings| settings.export = true);
    ada.sees(|state| state.export).await;
}

#[tokio::test]
async fn an_administrator_names_the_one_server() {
    let ward = Ward::open().await;
    let ada = Desk::set(Settings { server: Some("https://clinic.example".to_owned()), ..Settings::default() });
    ada.sees(|state| state.account.is_none() && state.server.as_deref() == Some("https://clinic.example")).await;
    let refused = ada.signs_in(&ward.server(), PASSWORD).await.unwrap_err();
    assert!(refused.message.to_string().contains("https://clinic.example only"), "{}", refused.message);
    ada.sets(|settings| settings.server = Some(ward.server()));
    assert_eq!(ada.signs_in(&ward.server(), PASSWORD).await, Ok(Answer::Done));
}

#[tokio::test]
async fn what_is_told_becomes_words_in_the_language_of_whoever_reads_it() {
    let ward = Ward::open().await;
    for kind in [Kind::Message, Kind::Appointment, Kind::Message, Kind::Message, Kind::Appointment] {
        ward.tell(kind, TEXT).await;
    }
    let toast = ada_at(&ward, Settings::default()).await.toast().await;
    let said = |language| [&toast.title, &toast.body].map(|phrase| phrase.said_in(language));
    assert_eq!(said(Language::English), ["5 new notifications", "2 appointments, 3 messages"]);
    assert_eq!(said(Language::Polish), ["5 nowych powiadomień", "2 wizyty, 3 wiadomości"]);
}
