use std::time::{Duration, Instant};

use bridge::{Answer, Link, Request, Snapshot};
use conformance::{PASSWORD, Server, Told, Visitor, Ward};
use e2e::Desk;
use reqwest::Method;
use serde_json::json;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use crate::inbox::Inbox;
use crate::{Outcome, PATIENCE, Proxy, Screen, Way};

/// A clinic whose desktop, Ada's, reaches the server through weather. Everybody else has a way of their own.
pub struct Clinic<S> {
    /// The server and its people.
    pub ward: Ward<S>,
    /// The weather on the way of Ada's desktop.
    pub proxy: Proxy,
    address: String,
    /// Ada's desktop.
    pub desk: Desk,
    /// What it showed.
    pub screen: Screen,
    /// Ada's browser, in another room.
    pub web: Visitor,
    /// All that Ada was told.
    pub told: Vec<Uuid>,
    since: Instant,
}

impl<S: Server> Clinic<S> {
    /// Opens it in clear weather, with Ada signed in and the socket open.
    pub async fn open(server: S) -> Self {
        let way = Way::plain(&server).await;
        Self::open_by(way, server).await
    }

    /// The same by a way of its own.
    pub async fn open_by(way: Way, server: S) -> Self {
        let clinic = Self::before_work(way, server).await;
        clinic.signs_in().await;
        clinic.desk.is_live().await;
        clinic
    }

    /// The same before Ada signs in.
    pub async fn before_work(way: Way, server: S) -> Self {
        let ward = Ward::open(server).await;
        let web = ward.signed_in(&ward.ada).await;
        let Way { proxy, network, address } = way;
        let (desk, screen) = (Desk::on(Ok(network)), Screen::default());
        Self { ward, proxy, address, desk, screen, web, told: Vec::new(), since: Instant::now() }
    }

    /// Ada signs in at her desktop.
    pub async fn signs_in(&self) {
        self.desk.signs_in_as(&self.ward.ada.email, &self.address, PASSWORD).await.unwrap();
    }

    /// Ada is told so many things, by the socket if she can be.
    pub async fn tells(&mut self, count: usize) -> Vec<Uuid> {
        let told = self.ward.server.send_many(self.ward.ada.id, NEWS, count).await;
        self.told.extend(&told);
        told
    }

    /// So many things are written down for Ada, and nobody is told where the server knows such.
    pub async fn books(&mut self, count: usize) {
        let told = self.ward.server.book_many(self.ward.ada.id, NEWS, count).await;
        self.told.extend(&told);
    }

    /// Ada acts at her desktop.
    pub async fn does(&self, request: Request) {
        assert_eq!(self.desk.asks(request).await, Ok(Answer::Done));
    }

    /// Ada reads something in her browser.
    pub async fn reads_elsewhere(&self, id: Uuid) {
        self.succeeds(Method::POST, &format!("{id}/mark-read/"), None).await;
    }

    /// Ada deletes something in her browser.
    pub async fn deletes_elsewhere(&self, id: Uuid) {
        self.succeeds(Method::POST, &format!("{id}/mark-deleted/"), None).await;
    }

    /// Ada marks something as unread in her browser.
    pub async fn unreads_elsewhere(&self, id: Uuid) {
        self.succeeds(Method::PATCH, &format!("{id}/"), Some(json!({ "status": "UNREAD" }))).await;
    }

    async fn succeeds(&self, method: Method, rest: &str, body: Option<serde_json::Value>) {
        let call = self.web.call(method, rest);
        let answer = match body {
            Some(body) => call.json(&body),
            None => call,
        };
        assert_eq!(answer.send().await.unwrap().status(), 200, "{rest}");
    }

    /// Waits until the weather has done harm so many times more.
    pub async fn suffers(&self, times: usize) {
        self.has_suffered(self.proxy.traffic().strikes() + times).await;
    }

    /// Waits until the weather has done harm so many times in all.
    pub async fn has_suffered(&self, enough: usize) {
        let suffered = async {
            while self.proxy.traffic().strikes() < enough {
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(PATIENCE, suffered).await.expect("weather that does harm");
    }

    /// Waits until the desktop says that it reaches nobody, and why.
    pub async fn is_offline(&self, words: &str) {
        let says = |link: &Link| matches!(link, Link::Offline { why, .. } if why.message.to_string().contains(words));
        self.desk.sees(|state| says(&state.link)).await;
    }

    /// Waits until the desktop says that the server ended the session.
    pub async fn is_signed_out(&self) -> Snapshot {
        self.desk.sees(|state| matches!(state.link, Link::SignedOut { why: Some(_) })).await
    }

    /// Waits until the desktop holds exactly what the server does and nothing waits to be sent; how long that took.
    pub async fn agrees(&mut self, limit: Duration) -> Duration {
        let begun = Instant::now();
        loop {
            let state = self.desk.sees(|_| true).await;
            let here = Inbox::at_desk(&self.desk, &state).await;
            let there = Inbox::at_server(&self.ward, &self.web).await;
            if here == there && state.pending == 0 {
                return begun.elapsed();
            }
            assert!(begun.elapsed() < limit, "{here:?} here, {there:?} there, {state:?}");
            self.desk.sees_within(LOOK_AGAIN, |now| *now != state).await;
        }
    }

    /// What was shown until now.
    pub fn looks(&mut self) -> &Screen {
        for effect in self.desk.shown() {
            self.screen.show(&effect);
        }
        &self.screen
    }

    /// Waits until a socket is tried; when that was.
    pub async fn tries_socket(&self, limit: Duration) -> Instant {
        let known = self.proxy.traffic().sockets().len();
        let tried = async {
            loop {
                match self.proxy.traffic().sockets().get(known) {
                    Some(at) => return *at,
                    None => sleep(Duration::from_millis(20)).await,
                }
            }
        };
        timeout(limit, tried).await.unwrap_or_else(|_| panic!("no socket was tried within {limit:?}"))
    }

    /// Everything that must be true at the end of every scenario, whose fault has just ended.
    pub async fn converges(mut self) -> Outcome {
        let converged = self.agrees(CONVERGED).await;
        self.ends(converged).await
    }

    /// The same for one that has agreed, after so long.
    pub async fn ends(mut self, converged: Duration) -> Outcome {
        self.agrees(CONVERGED).await;
        // After an outage the toasts wait for the check, so that what came meanwhile is counted once.
        let waits = Instant::now();
        while self.looks().announced() < self.told.len() && waits.elapsed() < PATIENCE {
            sleep(Duration::from_millis(20)).await;
        }
        self.closes(converged)
    }

    /// The same for one that can agree no more.
    pub fn closes(mut self, converged: Duration) -> Outcome {
        let screen = self.looks();
        assert!(screen.singles.values().all(|shown| *shown == 1), "one toast each at most: {:?}", screen.singles);
        let (announced, toasts) = (screen.announced(), screen.split());
        assert_eq!(announced, self.told.len(), "a toast of its own or a place in a summary for each, never both");
        let (traffic, watched) = (self.proxy.traffic(), self.since.elapsed());
        let (requests, busiest) = (traffic.calls().len(), traffic.busiest_minute());
        assert!(busiest <= BUSIEST, "{busiest} requests in a minute: {:?}", traffic.calls());
        Outcome { converged, watched, requests, busiest, sockets: traffic.sockets().len(), toasts }
    }
}

const NEWS: Told<'static> = Told { kind: "MEDICAL", message: "Results are ready", related: None };

/// A change on the server's side only tells nobody here.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// The longest back-off, with a check after it.
pub const CONVERGED: Duration = Duration::from_secs(75);

/// One a second: the most that a desktop may ask in a minute, whatever breaks, comes back and is done in it.
const BUSIEST: usize = 60;
