use std::sync::LazyLock;
use std::time::Duration;

use hub::{Database, Hub, Outside, Pace, SecretKeys, UserId};
use peer::Peer;
use services::{Nginx, Postgres};
use tokio::runtime::Runtime;
use tokio::sync::OnceCell;
use tokio::time::{sleep, timeout};
use url::Url;
use uuid::Uuid;

use crate::{PATIENCE, Server, StoredRow, Told, Ways};

/// The guide, in which the reverse proxy is configured.
const GUIDE: &str = include_str!("../../../docs/hub.md");

/// TakeCare's web site with our hub beside it, behind nginx as the guide configures it.
pub struct Beside {
    django: Peer,
    hub: Hub,
    nginx: Nginx,
}

/// The hub outlives each test, and with it the runtime of that test.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// The one for all stories. It ends with the test program.
pub async fn shared_beside() -> &'static Beside {
    static BESIDE: OnceCell<Beside> = OnceCell::const_new();
    BESIDE.get_or_init(async || RUNTIME.spawn(Beside::start()).await.unwrap()).await
}

impl Beside {
    async fn start() -> Self {
        let database = Postgres::shared().database().unwrap();
        let django = Peer::start_on(&database).await.unwrap();
        let office = hub::Office::open(&Database::at(&database).unwrap()).await.unwrap();
        office.install_mirror().await.unwrap();
        let office = office.beside(SecretKeys::parse(peer::SECRET_KEY).unwrap()).await.unwrap();
        let outside = Outside { behind_proxy: true, ..Outside::default() };
        let listen = "127.0.0.1:0".parse().unwrap();
        let hub = Hub::serve_to(outside, office, listen, Pace::default()).await.unwrap();
        let nginx = Nginx::start(&configuration(&hub.base_url(), &django.base_url())).unwrap();
        Self { django, hub, nginx }
    }

    /// Waits until the hub has taken over what Django wrote for somebody.
    async fn hub_has(&'static self, user: Uuid, rows: Vec<Uuid>) {
        let taken_over = async move {
            loop {
                let stored = self.hub.notifications_of(UserId(user)).await.unwrap();
                if rows.iter().all(|id| stored.iter().any(|row| row.notification.id.0 == *id)) {
                    return;
                }
                sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(PATIENCE, RUNTIME.spawn(taken_over)).await.expect("the hub takes it over in time").unwrap();
    }
}

/// What the guide has nginx do, with these addresses.
fn configuration(hub: &Url, django: &Url) -> String {
    let printed = GUIDE.split("```nginx").nth(1).and_then(|rest| rest.split("```").next()).expect("it is in the guide");
    printed.replace("127.0.0.1:8001", hub.authority()).replace("127.0.0.1:8000", django.authority())
}

impl Server for &'static Beside {
    fn base_url(&self) -> Url {
        format!("http://{}/", self.nginx.address()).parse().unwrap()
    }

    fn ways(&self, named: Ways) -> Ways {
        named.beside_django()
    }

    async fn add_user(&self, email: &str, name: &str, is_staff: bool) -> Uuid {
        let id = Server::add_user(&&self.django, email, name, is_staff).await;
        let (this, email) = (*self, email.to_owned());
        let taken_over = async move {
            while this.hub.user(&email).await.is_err() {
                sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(PATIENCE, RUNTIME.spawn(taken_over)).await.expect("the hub takes them over in time").unwrap();
        id
    }

    async fn deactivate(&self, user: Uuid) {
        Server::deactivate(&&self.django, user).await;
    }

    async fn end_sessions(&self, user: Uuid) {
        Server::end_sessions(&&self.django, user).await;
    }

    async fn send(&self, user: Uuid, told: Told<'_>) -> Uuid {
        let id = Server::send(&&self.django, user, told).await;
        self.hub_has(user, vec![id]).await;
        id
    }

    async fn send_many(&self, user: Uuid, told: Told<'_>, times: usize) -> Vec<Uuid> {
        let ids = Server::book_many(&&self.django, user, told, times).await;
        self.hub_has(user, ids.clone()).await;
        ids
    }

    async fn rows(&self, user: Uuid) -> Vec<StoredRow> {
        Server::rows(&&self.django, user).await
    }
}
