use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use faults::Outcome;
use libtest_mimic::{Arguments, Trial};
use tokio::runtime::Builder;

/// So many stories at once: they wait for clocks, not for processors.
const TOGETHER: usize = 64;

/// The stories, and what those that ended well came to.
#[derive(Default)]
pub struct Trials {
    trials: Vec<Trial>,
    rows: Arc<Mutex<BTreeMap<(&'static str, &'static str), Outcome>>>,
}

impl Trials {
    /// Adds a story on a server.
    pub fn one<F: Future<Output = Outcome>>(
        &mut self,
        server: &'static str,
        story: &'static str,
        told: impl FnOnce() -> F + Send + 'static,
    ) {
        let rows = Arc::clone(&self.rows);
        let trial = Trial::test(format!("{story} on the {server}"), move || {
            let outcome = Builder::new_current_thread().enable_all().build()?.block_on(told());
            rows.lock().unwrap().insert((story, server), outcome);
            Ok(())
        });
        self.trials.push(trial);
    }

    /// Tells them all, and prints the table.
    pub fn run(self, mut arguments: Arguments) -> ExitCode {
        arguments.test_threads.get_or_insert(TOGETHER);
        let conclusion = libtest_mimic::run(&arguments, self.trials);
        let rows = self.rows.lock().unwrap();
        if !rows.is_empty() {
            println!("{:36} server  {}", "scenario", Outcome::HEAD);
        }
        for ((story, server), outcome) in rows.iter() {
            println!("{:36} {server:6}{outcome}", story.replace('_', " "));
        }
        conclusion.exit_code()
    }
}

/// Adds stories of one module, each once on our hub and once on the peer.
macro_rules! on_both {
    ($trials:ident: $module:ident::{$($story:ident),+}) => {$(
        $trials.one("hub", stringify!($story), async || {
            $module::$story(conformance::OurHub::start().await).await
        });
        $trials.one("peer", stringify!($story), async || {
            $module::$story(conformance::shared_peer().await).await
        });
    )+};
}
pub(crate) use on_both;
