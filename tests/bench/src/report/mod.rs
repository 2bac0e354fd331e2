mod desktop;
mod goal;
mod sync;

use std::time::Duration;

pub use desktop::Desktop;
pub use sync::Run;

fn ms(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1000.0)
}

fn ratio(ours: Duration, yardstick: Duration) -> String {
    format!("{:.2}", ours.as_secs_f64() / yardstick.as_secs_f64())
}
