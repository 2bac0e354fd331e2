use std::time::Duration;

use crate::bulk::Bulk;
use crate::burst::Burst;
use crate::paced::Paced;

/// What one server came to.
pub struct Figures {
    /// How many sockets were open.
    pub sockets: usize,
    /// The process's memory once everybody has signed in, without any socket, in kB.
    pub empty: u64,
    /// The same with all sockets open.
    pub full: u64,
    /// Sixteen a second.
    pub slow: Paced,
    /// Two hundred a second; the deployed server does not go so far.
    pub fast: Option<Paced>,
    /// To one socket.
    pub single: Burst,
    /// To three sockets of one person.
    pub three: Burst,
    /// To many people by one call, which the deployed server does not offer.
    pub bulk: Option<Bulk>,
}

/// What a line says of one server.
type Cell = fn(&Figures) -> String;

/// Both, as Markdown.
pub fn tables(ours: &Figures, theirs: &Figures) -> String {
    let rows: [(&str, Cell); 8] = [
        ("sockets open", |of| of.sockets.to_string()),
        ("memory without and with them, MB", |of| format!("{:.1}, {:.1}", mb(of.empty), mb(of.full))),
        ("memory per socket, kB", |of| format!("{:.1}", of.full.saturating_sub(of.empty) as f64 / of.sockets as f64)),
        ("paced", |of| paced(&of.slow)),
        ("paced, faster", |of| of.fast.as_ref().map_or("–".to_owned(), paced)),
        ("burst, one socket", |of| burst(&of.single)),
        ("burst, three sockets", |of| burst(&of.three)),
        ("one call to many", |of| of.bulk.as_ref().map_or("–".to_owned(), bulk)),
    ];
    let lines = rows.map(|(name, row)| format!("| {name} | {} | {} |\n", row(ours), row(theirs)));
    format!("\n| | hub | deployed server in Django |\n|---|---|---|\n{}", lines.concat())
}

fn paced(of: &Paced) -> String {
    let [median, p95, p99, longest] =
        [of.times.median(), of.times.percentile(95), of.times.percentile(99), of.times.longest()].map(ms);
    let Paced { count, rate, lost, .. } = of;
    format!("{count} at {rate:.0}/s: {median} / {p95} / {p99} / {longest} ms, **{lost} lost**")
}

fn burst(of: &Burst) -> String {
    let Burst { count, sockets, sent, arrived, lost } = of;
    let rate = *count as f64 / sent.as_secs_f64();
    format!("{count} at {rate:.0}/s, all there after {} ms, **{lost} of {} lost**", ms(*arrived), count * sockets)
}

fn bulk(of: &Bulk) -> String {
    format!("{} people, durable after {} ms, **{} failed**", of.people, ms(of.answered), of.failed)
}

fn mb(kilobytes: u64) -> f64 {
    kilobytes as f64 / 1000.0
}

fn ms(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1000.0)
}
