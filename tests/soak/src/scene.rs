use std::time::Duration;

use bridge::settings::Value;
use bridge::{Password, Request, Snapshot};
use conformance::{OurHub, PASSWORD, Place, Ward};
use desktop::{Agent, Notifications, eventually, wake};
use faults::{Proxy, Weather};
use peer::Peer;
use rig::{Part, Session};
use tokio::time::{Instant, sleep, timeout};

use crate::book::kind;
use crate::clinic::Clinic;
use crate::diary::Diary;
use crate::script::Script;
use crate::site::Site;
use crate::step::{Deed, Step};
use crate::toasts::Announced;
use crate::user::User;
use crate::{Plan, Which};

/// The longest that both sides may differ once all faults have ended: a dead socket is found, the longest back-off ends,
/// and a check follows. No step takes longer either.
const LIMIT: Duration = Duration::from_secs(150);
/// More than come in a minute: each has a type of its own.
const BATCHES: usize = 600;
/// Between two comparisons.
const BLINK: Duration = Duration::from_millis(200);

/// Plays a plan from its first to its last round.
///
/// # Panics
/// When something is missing, twice or lost, after the seed and the last steps were printed.
pub async fn run(plan: Plan) {
    println!("{plan:?}");
    match plan.server {
        Which::Hub => {
            let kinds = (0..plan.minutes as usize * BATCHES).map(kind);
            play(OurHub::with_kinds(Place::Sqlite, kinds).await, plan).await;
        }
        Which::Peer => play(&Peer::start().await.unwrap(), plan).await,
    }
}

async fn play<S: Site>(server: S, plan: Plan) {
    let mut script = Script::of(plan.seed, plan.kills_per_minute);
    let (minutes, minute) = (plan.minutes, plan.minute);
    let mut scene = Scene::open(server, plan).await;
    for number in 1..=minutes {
        scene.plays(&mut script, minute).await;
        let equal = scene.settles().await;
        println!("minute {number}, equal {:.1} s later. So far {}", equal.as_secs_f32(), scene.sums());
    }
    println!("nothing is missing, nothing was told twice, no action is lost");
}

/// A desktop with the real agent, behind a network with weather.
struct Scene<S> {
    plan: Plan,
    // Before the session: it reads the agent's log when something is wrong.
    diary: Diary,
    agent: Agent,
    clinic: Clinic<S>,
    proxy: Proxy,
    toasts: Notifications,
    session: Session,
}

impl<S: Site> Scene<S> {
    /// Opens it in clear weather, with Ada signed in.
    async fn open(server: S, plan: Plan) -> Self {
        let ward = Ward::open(server).await;
        let proxy = Proxy::to(ward.server.base_url().socket_addrs(|| None).unwrap()[0]).await;
        let session = Session::open(&[Part::Keyring]).unwrap();
        let toasts = Notifications::serve(&session.bus()).await;
        let diary = Diary::begin(plan.clone(), session.folder().join("logs/agent"));
        let agent = Agent::start(&session);
        agent.answers().await;
        // Days pass, nobody touches the keyboard, and this desktop has no panel.
        for (key, value) in
            [("lock.after-minutes", Value::Number(0)), ("start.window-without-tray", Value::Flag(false))]
        {
            agent.ask(Request::Set { key: key.to_owned(), value: Some(value) }).await;
        }
        let (server, email) = (proxy.server(), ward.ada.email.clone());
        agent.ask(Request::SignIn { server, email, password: Password::new(PASSWORD.to_owned()) }).await;
        let clinic = Clinic::open(ward, User { agent: agent.address().clone() }).await;
        Self { plan, diary, agent, clinic, proxy, toasts, session }
    }

    /// Trouble for so long.
    async fn plays(&mut self, script: &mut Script, time: Duration) {
        let end = Instant::now() + time;
        while Instant::now() < end {
            let (pause, step) = script.next().expect("a script without an end");
            sleep(pause).await;
            timeout(LIMIT, self.step(step)).await.expect("a step that comes to its end");
        }
    }

    async fn step(&mut self, step: Step) {
        self.diary.note(&step);
        match &step {
            Step::Deed(deed) => {
                let done = self.clinic.does(deed).await;
                self.diary.count(done);
            }
            Step::Weather(None, weather) => self.proxy.weather(*weather),
            Step::Weather(Some(road), weather) => self.proxy.weather_on(*road, *weather),
            Step::Cut => self.proxy.cut(),
            Step::Strand => self.proxy.strand(),
            Step::Quirk(quirk) => self.clinic.ward.server.quirk(*quirk).await,
            Step::Restart(away) => self.clinic.ward.server.restart(*away).await,
            Step::Wake => wake(&self.session).await,
            Step::Kill { meanwhile, after, again } => {
                self.dies(meanwhile, *after).await;
                for soon in again {
                    self.agent = Agent::start(&self.session);
                    sleep(*soon).await;
                    self.agent.kill();
                    self.diary.count(Some("killed"));
                }
                self.is_back().await;
            }
        }
    }

    /// Somebody does something, and in the middle of it the agent is gone.
    async fn dies(&mut self, meanwhile: &Deed, after: Duration) {
        let (clinic, agent) = (&mut self.clinic, &mut self.agent);
        let killed = async {
            sleep(after).await;
            agent.kill();
        };
        let (done, ()) = tokio::join!(clinic.does(meanwhile), killed);
        self.diary.count(done);
        self.diary.count(Some("killed"));
    }

    /// The agent starts, and its store opens.
    async fn is_back(&mut self) {
        self.agent = Agent::start(&self.session);
        let opened = |state: &Option<Snapshot>| state.as_ref().is_some_and(|state| state.account.is_some());
        eventually("the store opens", async || self.clinic.user.looks().await, opened).await;
    }

    /// All faults end: both sides come to be equal, and everything must have been done, and told once. How long that took.
    async fn settles(&mut self) -> Duration {
        self.proxy.weather(Weather::Clear);
        self.clinic.ward.server.is_well().await;
        if self.plan.hurry {
            wake(&self.session).await;
        }
        let begun = Instant::now();
        while let Some(difference) = timeout(LIMIT, self.difference()).await.expect("answers of both sides") {
            assert!(begun.elapsed() < LIMIT, "still not equal: {difference}");
            sleep(BLINK).await;
        }
        self.clinic.book.approve(&self.clinic.set().await);
        Announced::by(&self.toasts.all()).approve(&self.clinic.book.sizes());
        begun.elapsed()
    }

    /// What is not equal yet.
    async fn difference(&self) -> Option<String> {
        let Some(state) = self.clinic.user.looks().await else { return Some("the agent does not answer".to_owned()) };
        let (unread, there) = (self.clinic.unread().await, self.clinic.set().await);
        let here = self.clinic.user.set().await.unwrap_or_default();
        let differ = there.iter().filter(|(id, status)| here.get(*id) != Some(*status)).count();
        let equal = state.pending == 0 && u64::from(state.unread) == unread && here == there;
        let Snapshot { unread: badge, pending, link, .. } = &state;
        let (held, told) = (here.len(), there.len());
        let words =
            || format!("{held} rows for {told}, {differ} differ, badge {badge} for {unread}, {pending} pending");
        (!equal).then(|| format!("{}, {link:?}", words()))
    }

    fn sums(&self) -> String {
        let toasts = Announced::by(&self.toasts.all());
        let (rows, done) = (self.clinic.book.len(), self.diary.sums());
        format!("{done}; {rows} rows, {} announced alone, {} in summaries.", toasts.singles, toasts.counted)
    }
}
