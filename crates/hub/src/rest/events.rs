use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use super::fields::Fields;
use super::refusal::Refusal;
use super::service::Poster;
use crate::app::App;
use crate::{Event, rules};

/// Where modules post what happened.
pub const PATH: &str = "/api/v1/events/";
/// The longest name of a model, and the longest id, in characters.
const LONGEST: usize = 100;

/// `POST /api/v1/events/`: accepted is stored. What follows from it is sent later, and never fails the poster.
pub async fn post(
    State(app): State<App>,
    Poster { token, .. }: Poster,
    fields: Fields,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let event = event(&fields)?;
    let id = fields.optional_id("event_id")?.unwrap_or_else(|| Uuid::new_v4().to_string());
    app.post_event(&token.id, &id, event, Timestamp::now()).await?;
    Ok((StatusCode::ACCEPTED, Json(json!({ "status": "accepted", "event_id": id }))))
}

fn event(fields: &Fields) -> Result<Event, Refusal> {
    let action = fields.required("action")?;
    let chosen = action.parse().map_err(|_| Refusal::field("action", format!("\"{action}\" is not a valid choice.")));
    let required = |name| Refusal::field(name, "This field is required.");
    let model = fields.required("model")?;
    if model.is_empty() || !is_word(model) {
        return Err(Refusal::field("model", "Not a valid name of a model."));
    }
    Ok(Event {
        model: model.to_owned(),
        object: fields.optional_id("id")?.ok_or_else(|| required("id"))?,
        action: chosen?,
        fields: fields.object("fields")?.ok_or_else(|| required("fields"))?,
        previous: fields.object("previous")?,
    })
}

/// Neither too long nor holding what no database keeps.
fn is_word(text: &str) -> bool {
    text.chars().count() <= LONGEST && !text.contains(char::is_control)
}

impl Fields {
    /// An id that may be missing, as text or as a whole number.
    fn optional_id(&self, name: &str) -> Result<Option<String>, Refusal> {
        let id = match self.0.get(name) {
            None | Some(Value::Null) => return Ok(None),
            Some(value) => rules::text(value).ok_or_else(|| Refusal::field(name, "Not a valid string."))?,
        };
        let is_id = !id.is_empty() && is_word(&id);
        is_id.then_some(Some(id)).ok_or_else(|| Refusal::field(name, "Not a valid id."))
    }

    fn object(&self, name: &str) -> Result<Option<crate::Fields>, Refusal> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Object(map)) => Ok(Some(map.clone())),
            Some(_) => Err(Refusal::field(name, "Not a valid object.")),
        }
    }
}
