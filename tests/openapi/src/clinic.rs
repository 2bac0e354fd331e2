use hub::{EventCounts, Hub, NewNotification, NewUser, Pace, Role, Scope, Sensitive, SensitiveKeys, UserId};
use jiff::Timestamp;
use protocol::{Kind, NotificationId};
use secrecy::ExposeSecret;
use serde_json::json;
use services::{Place, Site};
use url::Url;

/// What everybody here signs in with.
pub const PASSWORD: &str = "correct horse battery";
/// Of the staff.
pub const HELENA: &str = "helena@ward.example";
/// A patient.
pub const JAN: &str = "jan@ward.example";
/// So many notifications each of them has.
const EACH: usize = 8;

/// A hub with something in it that can be asked for.
pub struct Clinic {
    hub: Hub,
    /// All who have an account.
    pub people: [UserId; 2],
    /// What they have been sent; something sensitive is beside each.
    pub notifications: Vec<NotificationId>,
    /// Of a service that may do everything that services may.
    pub token: String,
    _site: Site,
}

impl Clinic {
    /// Opens one.
    pub async fn open(place: Place) -> Self {
        // Fails only when another test was first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let site = place.site();
        let keys = SensitiveKeys::parse(SensitiveKeys::fresh("monday").expose_secret()).unwrap();
        let office = site.office().await.unwrap().with_keys(keys);
        let hub = Hub::serve(office, "127.0.0.1:0".parse().unwrap(), Pace::default()).await.unwrap();
        let helena = NewUser { is_staff: true, role: Role::Admin, ..NewUser::new(HELENA, "Helena Zając") };
        let helena = hub.add_user(helena, PASSWORD.into()).await.unwrap();
        let jan = hub.add_user(NewUser::new(JAN, "Jan Kowalski"), PASSWORD.into()).await.unwrap();
        let token = hub.office().add_token("laboratory", Scope::ALL.to_vec(), Timestamp::now()).await.unwrap();
        let results = NewNotification {
            sensitive: Some(Sensitive::new(&json!({"potassium": 4.1}))),
            ..NewNotification::new(Kind::Medical, "Results are there")
        };
        let receivers = [helena, jan].repeat(EACH);
        let sent = hub.send_bulk_notification(receivers, results).await.unwrap();
        Self {
            hub,
            people: [helena, jan],
            notifications: sent.into_iter().flatten().collect(),
            token: token.expose_secret().to_owned(),
            _site: site,
        }
    }

    /// The address for clients.
    pub fn base_url(&self) -> Url {
        self.hub.base_url()
    }

    /// How many notifications came beyond those that were there.
    pub async fn sent(&self) -> usize {
        let mut count = 0;
        for user in self.people {
            count += self.hub.notifications_of(user).await.unwrap().len();
        }
        count.saturating_sub(self.notifications.len())
    }

    /// What became of events.
    pub async fn events(&self) -> EventCounts {
        self.hub.office().event_counts().await.unwrap()
    }
}
