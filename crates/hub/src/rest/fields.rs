use std::collections::HashMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value};
use tokio::time::timeout;

use super::refusal::Refusal;
use crate::app::App;

/// The fields of a body, whether it came as JSON or as a form (section 5.2).
pub struct Fields(pub Map<String, Value>);

impl Fields {
    /// A field that has to be there and be text.
    pub fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.optional(name)?.ok_or_else(|| Refusal::field(name, "This field is required."))
    }

    /// A field that may be missing or null, and else has to be text.
    pub fn optional(&self, name: &str) -> Result<Option<&str>, Refusal> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Refusal::field(name, "Not a valid string.")),
        }
    }
}

impl FromRequest<App> for Fields {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refusal> {
        let media_type = media_type(&request);
        let body = timeout(app.pace.request, Bytes::from_request(request, app)).await;
        let body = body.map_err(|_| Refusal::Body)?.map_err(|_| Refusal::Body)?;
        match media_type.as_str() {
            _ if body.is_empty() => Ok(Self(Map::new())),
            "application/json" => from_json(&body),
            "application/x-www-form-urlencoded" => Ok(from_form(&body)),
            _ => Err(Refusal::MediaType(media_type)),
        }
    }
}

fn media_type(request: &Request) -> String {
    let header = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    header.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn from_json(body: &[u8]) -> Result<Fields, Refusal> {
    serde_json::from_slice(body)
        .map(Fields)
        .map_err(|error| Refusal::Json { line: error.line(), column: error.column() })
}

fn from_form(body: &[u8]) -> Fields {
    let pairs: HashMap<String, String> = url::form_urlencoded::parse(body).into_owned().collect();
    Fields(pairs.into_iter().map(|(name, text)| (name, Value::String(text))).collect())
}
