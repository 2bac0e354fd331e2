use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use rig::Session;

use crate::{eventually, program};

/// The real window, driven from outside.
pub struct Window {
    client: Client,
}

impl Window {
    /// Opens it through the session's driver.
    pub async fn open(session: &Session) -> Self {
        let options = serde_json::json!({ "binary": program("takecare-window"), "args": [] });
        let capabilities = serde_json::Map::from_iter([("webkitgtk:browserOptions".to_owned(), options)]);
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let connecting = builder.capabilities(capabilities);
        let client = connecting.connect(session.web_driver().expect("the session has a driver")).await.unwrap();
        Self { client }
    }

    /// Waits for an element, by the name it has for tests.
    pub async fn find(&self, name: &str) -> Element {
        let selector = format!("[data-testid='{name}']");
        let waiting = self.client.wait().at_most(rig::PATIENCE);
        waiting.for_element(Locator::Css(&selector)).await.unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Waits until this is written somewhere in the window.
    pub async fn says(&self, words: &str) {
        eventually(words, async || self.text().await, |text| text.contains(words)).await;
    }

    /// All of the text: the driver's own idea of visible text leaves out lines that may be cut.
    async fn text(&self) -> String {
        let body = self.client.find(Locator::Css("body")).await.unwrap();
        body.prop("textContent").await.unwrap().unwrap_or_default()
    }

    /// Waits until the row of a notification has this status.
    pub async fn row_is(&self, id: impl std::fmt::Display, status: &str) {
        let selector = format!("[data-id='{id}'][data-status='{status}']");
        let waiting = self.client.wait().at_most(rig::PATIENCE);
        waiting.for_element(Locator::Css(&selector)).await.unwrap_or_else(|error| panic!("{status} row: {error}"));
    }

    /// How many rows are listed.
    pub async fn rows(&self) -> usize {
        self.client.find_all(Locator::Css("[data-testid='row']")).await.unwrap().len()
    }

    /// Types into a field.
    pub async fn types(&self, field: &str, text: &str) {
        let selector = format!("input[name='{field}']");
        let waiting = self.client.wait().at_most(rig::PATIENCE);
        let field = waiting.for_element(Locator::Css(&selector)).await.unwrap();
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Presses the button that sends the form.
    pub async fn submits(&self) {
        self.client.find(Locator::Css("button[type='submit']")).await.unwrap().click().await.unwrap();
    }

    /// Closes it.
    pub async fn close(self) {
        self.client.close().await.unwrap();
    }
}
