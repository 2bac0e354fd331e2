use bridge::Related;
use url::Url;

use crate::server::Server;

/// The page of a related object in TakeCare, as far as there is one (protocol.md, section 7); else the list of
/// notifications. Always on the configured server, whatever the notification says.
pub fn page(server: &Server, related: Option<&Related>) -> Url {
    let id = related.and_then(|related| related.id.as_deref());
    let path: &[&str] = match (related.map(|related| related.kind.as_str()), id) {
        (Some("appointment"), Some(id)) => &["calendar", "appointment", id],
        (Some("prescription"), Some(id)) => &["prescriptions", id],
        (Some("referral"), Some(id)) => &["referrals", "detail", id],
        (Some("chat"), _) => &["chat"],
        _ => &["notifications"],
    };
    let mut url = server.at("/");
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.clear().extend(path).push("");
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(kind: &str, id: Option<&str>) -> String {
        let related = Related { kind: kind.to_owned(), id: id.map(str::to_owned) };
        page(&Server::parse("https://clinic.example").unwrap(), Some(&related)).to_string()
    }

    #[test]
    fn records_have_pages_on_the_configured_server() {
        assert_eq!(address("appointment", Some("17")), "https://clinic.example/calendar/appointment/17/");
        assert_eq!(address("referral", Some("17")), "https://clinic.example/referrals/detail/17/");
        assert_eq!(address("chat", None), "https://clinic.example/chat/");
        assert_eq!(address("medical_record", Some("17")), "https://clinic.example/notifications/");
    }

    #[test]
    fn a_hostile_id_leads_nowhere_else() {
        assert_eq!(
            address("prescription", Some("//evil.example/?#")),
            "https://clinic.example/prescriptions/%2F%2Fevil.example%2F%3F%23/"
        );
    }
}
