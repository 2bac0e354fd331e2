//! What those who watch over a hub want to know, as Prometheus reads it. No label names a person.

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Registry;

use crate::Error;
use crate::app::App;
use crate::events::EventCounts;
use crate::rest::{Observer, Refusal};

/// Where Prometheus asks, with a token of the scope `metrics:read`.
pub const PATH: &str = "/metrics";

/// As OpenMetrics wants it (its specification, 1.0).
const TEXT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What this process has counted since it began. Clones count together.
#[derive(Clone, Default)]
pub struct Metrics {
    /// Notifications that were stored.
    pub sent: Counter,
    /// Notifications of which it was noted that their receiver has them.
    pub delivered: Counter,
    /// Sign-ins with a wrong password, or too soon after some.
    pub refused: Counter,
    /// Requests of users and services of whom too many were under way.
    pub turned_away: Counter,
}

/// `GET /metrics`
pub async fn show(State(app): State<App>, _: Observer) -> Result<impl IntoResponse, Refusal> {
    let events = app.office.event_counts().await?;
    let text = written(&app.metrics, app.presence.total(), events).map_err(Error::from)?;
    Ok(([(CONTENT_TYPE, TEXT)], text))
}

fn written(counted: &Metrics, sockets: usize, events: EventCounts) -> Result<String, std::fmt::Error> {
    let mut registry = Registry::with_prefix("takecare_hub");
    registry.register("notifications_sent", "Notifications stored by this process", counted.sent.clone());
    registry.register("notifications_delivered", "Notifications delivered by this process", counted.delivered.clone());
    registry.register("sign_ins_refused", "Sign-ins refused by this process", counted.refused.clone());
    let help = "Requests refused by this process, since too many of whoever asked were under way";
    registry.register("requests_refused", help, counted.turned_away.clone());
    let mut gauge = |name: &str, help: &str, value: u64| registry.register(name, help, ConstGauge::new(value));
    gauge("sockets", "Sockets open at this process", sockets as u64);
    gauge("events_waiting", "Events accepted and not worked off yet, of all hubs", events.waiting.into());
    gauge("events_done", "Events worked off in the last month, of all hubs", events.done.into());
    gauge("rules_failed", "Rules that failed in the last month, of all hubs", events.failures.into());
    let mut text = String::new();
    encode(&mut text, &registry)?;
    Ok(text)
}
