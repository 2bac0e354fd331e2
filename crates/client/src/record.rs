use bridge::Related;
use bridge::settings::{Settings, Template};
use url::Url;

use crate::server::Server;

/// What stands for a record's id in a template.
const ID: &str = "{id}";

/// The page of a related object in TakeCare, as far as one is set; else the list of notifications. Always on the configured
/// server, whatever the notification or the template says.
pub fn page(server: &Server, settings: &Settings, related: Option<&Related>) -> Url {
    let path = related.and_then(|related| {
        let template = template(settings, &related.kind).filter(|template| !template.as_str().is_empty())?;
        filled(template, related.id.as_deref())
    });
    let mut url = server.at("/");
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.clear().extend(path.unwrap_or_else(|| vec!["notifications".to_owned(), String::new()]));
    }
    url
}

fn template<'a>(settings: &'a Settings, kind: &str) -> Option<&'a Template> {
    match kind {
        "appointment" => Some(&settings.appointment_page),
        "prescription" => Some(&settings.prescription_page),
        "referral" => Some(&settings.referral_page),
        "chat" => Some(&settings.chat_page),
        "medical_record" => Some(&settings.medical_record_page),
        "issue" => Some(&settings.issue_page),
        _ => None,
    }
}

/// The segments of a path, each to be escaped; none where it wants an id and there is none.
fn filled(template: &Template, id: Option<&str>) -> Option<Vec<String>> {
    let segments = template.as_str().split('/').skip(1);
    segments
        .map(|segment| if segment.contains(ID) { Some(segment.replace(ID, id?)) } else { Some(segment.to_owned()) })
        .collect()
}

#[cfg(test)]
mod tests {
    use bridge::settings::Value;

    use super::*;

    fn address_by(settings: &Settings, kind: &str, id: Option<&str>) -> String {
        let related = Related { kind: kind.to_owned(), id: id.map(str::to_owned) };
        page(&Server::parse("https://clinic.example").unwrap(), settings, Some(&related)).to_string()
    }

    fn address(kind: &str, id: Option<&str>) -> String {
        address_by(&Settings::default(), kind, id)
    }

    #[test]
    fn records_have_pages_on_the_configured_server() {
        assert_eq!(address("appointment", Some("17")), "https://clinic.example/calendar/appointment/17/");
        assert_eq!(address("prescription", Some("17")), "https://clinic.example/prescriptions/17/");
        assert_eq!(address("referral", Some("17")), "https://clinic.example/referrals/detail/17/");
        assert_eq!(address("chat", None), "https://clinic.example/chat/");
    }

    #[test]
    fn what_has_no_page_leads_to_the_list() {
        for (kind, id) in [("medical_record", Some("17")), ("referral", None), ("billing", Some("17"))] {
            assert_eq!(address(kind, id), "https://clinic.example/notifications/", "{kind}");
        }
    }

    #[test]
    fn another_page_can_be_set() {
        let mut settings = Settings::default();
        for (key, path) in [("records.medical-record", "/medical/records/no-{id}"), ("records.chat", "/")] {
            settings.put(key, &Value::Text(path.to_owned())).unwrap();
        }
        assert_eq!(address_by(&settings, "medical_record", Some("17")), "https://clinic.example/medical/records/no-17");
        assert_eq!(address_by(&settings, "chat", None), "https://clinic.example/");
    }

    #[test]
    fn a_hostile_id_leads_nowhere_else() {
        assert_eq!(
            address("prescription", Some("//evil.example/?#")),
            "https://clinic.example/prescriptions/%2F%2Fevil.example%2F%3F%23/"
        );
        assert!(address("prescription", Some("..")).starts_with("https://clinic.example/prescriptions/"));
    }
}
