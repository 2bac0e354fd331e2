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

    /// Waits until the row of a notification is not listed any more.
    pub async fn lacks(&self, id: impl std::fmt::Display) {
        let selector = format!("[data-id='{id}']");
        let listed = async || self.client.find_all(Locator::Css(&selector)).await.unwrap().len();
        eventually("the row goes", listed, |listed| *listed == 0).await;
    }

    /// Waits until this is written nowhere in the window any more.
    pub async fn says_no_more(&self, words: &str) {
        eventually(words, async || self.text().await, |text| !text.contains(words)).await;
    }

    /// Clicks on a row.
    pub async fn chooses(&self, id: impl std::fmt::Display) {
        let selector = format!("[data-id='{id}']");
        self.client.find(Locator::Css(&selector)).await.unwrap().click().await.unwrap();
    }

    /// Presses keys where the keyboard is.
    pub async fn presses(&self, keys: &str) {
        self.client.active_element().await.unwrap().send_keys(keys).await.unwrap();
    }

    /// Presses keys that make the window go, maybe before it can say that they were pressed.
    pub async fn goes_by(self, keys: &str) {
        let focused = self.client.active_element().await.unwrap();
        let _ = focused.send_keys(keys).await;
        let _ = self.client.close().await;
    }

    /// Types into the search box, in place of what is there.
    pub async fn searches(&self, text: &str) {
        let search = self.find("search").await;
        search.clear().await.unwrap();
        search.send_keys(text).await.unwrap();
    }

    /// Scrolls the list to so many pixels from its top.
    pub async fn scrolls_to(&self, place: u32) {
        let list = self.find("scroller").await;
        let scroll = "arguments[0].scrollTop = arguments[1]; return String(arguments[0].scrollTop)";
        let element = serde_json::to_value(list).unwrap();
        let arguments = vec![element, place.into()];
        let scrolled = async || self.client.execute(scroll, arguments.clone()).await.unwrap();
        eventually("the list scrolls", scrolled, |scrolled| scrolled.as_str() == Some(&place.to_string())).await;
    }

    /// How far the list is scrolled.
    pub async fn scrolled(&self) -> u64 {
        let look = "return String(document.querySelector('[data-testid=scroller]').scrollTop)";
        self.client.execute(look, Vec::new()).await.unwrap().as_str().unwrap().parse().unwrap()
    }

    /// The row at the top of what is seen.
    pub async fn topmost(&self) -> String {
        let look = "const top = document.querySelector('[data-testid=scroller]').getBoundingClientRect().top + 60;\
                    return [...document.querySelectorAll('[data-testid=row]')]\
                    .find((row) => row.getBoundingClientRect().bottom > top).dataset.id";
        self.client.execute(look, Vec::new()).await.unwrap().as_str().unwrap_or_default().to_owned()
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

    /// What it looks like, as a PNG.
    pub async fn picture(&self) -> Vec<u8> {
        self.client.screenshot().await.unwrap()
    }

    /// Closes it.
    pub async fn close(self) {
        self.client.close().await.unwrap();
    }
}
