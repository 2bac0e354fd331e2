use tokio::time::{sleep, timeout};
use uuid::Uuid;

use crate::{PATIENCE, Server, Told, Visitor, Ways};

/// What everybody here signs in with.
pub const PASSWORD: &str = "correct horse battery";

/// Somebody with an account.
pub struct Person {
    /// Who it is for the server.
    pub id: Uuid,
    /// What they sign in with.
    pub email: String,
}

/// A ward with two people who know nothing of other stories.
pub struct Ward<S> {
    /// The server of the ward.
    pub server: S,
    /// Where it may differ from others.
    pub ways: Ways,
    /// Ada, the receptionist.
    pub ada: Person,
    /// Tomasz, a nurse.
    pub tomasz: Person,
}

impl<S: Server> Ward<S> {
    /// Opens a ward on this server.
    pub async fn open(server: S) -> Self {
        // Fails only when another test was first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let status = Visitor::new(server.base_url()).get("status/").await;
        let ways = server.ways(Ways::of(&serde_json::from_value(status).unwrap()));
        let (ada, tomasz) = (hire(&server, "Ada Nowak", false).await, hire(&server, "Tomasz Bąk", false).await);
        Self { server, ways, ada, tomasz }
    }

    /// Adds somebody who may write to others by REST.
    pub async fn hire_staff(&self) -> Person {
        hire(&self.server, "Helena Zając", true).await
    }

    /// Somebody at a client, who has not signed in.
    pub fn stranger(&self) -> Visitor {
        Visitor::new(self.server.base_url())
    }

    /// Somebody who has.
    pub async fn signed_in(&self, person: &Person) -> Visitor {
        let visitor = self.stranger();
        assert_eq!(visitor.sign_in(&person.email, PASSWORD).await.status(), 302, "{} can sign in", person.email);
        visitor
    }

    /// Sends a notification of the system.
    pub async fn tell(&self, person: &Person, message: &str) -> Uuid {
        self.server.send(person.id, Told { kind: "SYSTEM", message, related: None }).await
    }

    /// The status that the server holds.
    pub async fn status(&self, person: &Person, id: Uuid) -> String {
        self.server.row(person.id, id).await.expect("the server knows it").0
    }

    /// Waits until the server has noted that it was delivered.
    pub async fn is_delivered(&self, person: &Person, id: Uuid) {
        let noted = async {
            while !self.server.row(person.id, id).await.is_some_and(|(_, delivered)| delivered) {
                sleep(std::time::Duration::from_millis(20)).await;
            }
        };
        timeout(PATIENCE, noted).await.expect("a delivery that is noted");
    }
}

async fn hire(server: &impl Server, name: &str, is_staff: bool) -> Person {
    let email = format!("{}@ward.example", Uuid::new_v4());
    Person { id: server.add_user(&email, name, is_staff).await, email }
}
