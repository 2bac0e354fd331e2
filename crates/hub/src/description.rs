//! What the hub's REST service is, for programs: the OpenAPI description that stands in `openapi.json`, as it is.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;

/// Where it is.
pub const PATH: &str = "/api/v1/openapi.json";

/// Every address of the hub, what may be sent to it, and all that it may answer.
const DESCRIPTION: &str = include_str!("../openapi.json");

/// It changes only with the hub's version; within the hour after an update somebody may still have the old one.
const AN_HOUR: &str = "public, max-age=3600";

/// `GET /api/v1/openapi.json`: open to anyone.
pub async fn show() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, AN_HOUR)], DESCRIPTION)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::routes;

    fn description() -> Value {
        serde_json::from_str(DESCRIPTION).unwrap()
    }

    #[test]
    fn every_address_is_described_and_no_other() {
        let description = description();
        let described: BTreeSet<_> = description["paths"].as_object().unwrap().keys().cloned().collect();
        let there: BTreeSet<_> = routes::addresses().into_iter().map(|(path, _)| path).collect();
        assert_eq!(described, there);
    }

    #[test]
    fn it_is_of_this_version() {
        assert_eq!(description()["info"]["version"], env!("CARGO_PKG_VERSION"));
    }
}
