use std::time::Duration;

use yardstick::Times;

use crate::course::{Course, Goal, Line, Space};

/// The tables of docs/benchmarks.md.
pub fn tables(course: &Course) -> String {
    let rows = thousands(course.rows);
    let mut text = format!(
        "\n### {rows} rows\n\nMedian ms (p99):\n\n| | sealed store | plain SQLite | SQLCipher | sealed / plain | goal | |\n\
         |---|---|---|---|---|---|---|\n"
    );
    text.extend(course.lines.iter().map(line));
    text += "\nMB:\n\n| | sealed store | plain SQLite | SQLCipher | sealed / plain |\n|---|---|---|---|---|\n";
    text.extend(course.spaces.iter().map(space));
    let longest = ms(course.longest_list);
    text + &format!("\nWhile the box was being opened, listing the newest 50 took {longest} ms at the most.\n")
}

fn line(line: &Line) -> String {
    let [sealed, plain, sqlcipher] = line.times.each_ref().map(cell);
    let ratio = ratio(line).map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.2}"));
    let (goal, verdict) = line.goal.map_or_else(Default::default, |goal| verdict(goal, line));
    format!("| {} | **{sealed}** | {plain} | {sqlcipher} | {ratio} | {goal} | {verdict} |\n", line.what)
}

fn cell(times: &Times) -> String {
    match times.count() {
        0 => "–".to_owned(),
        _ => format!("{} ({})", ms(times.median()), ms(times.percentile(99))),
    }
}

/// How much longer the sealed store takes than plain SQLite.
fn ratio(line: &Line) -> Option<f64> {
    let [sealed, plain, _] = &line.times;
    (plain.count() > 0).then(|| sealed.median().as_secs_f64() / plain.median().as_secs_f64())
}

/// A goal in words, and whether it is reached.
fn verdict(goal: Goal, line: &Line) -> (String, &'static str) {
    let ratio = ratio(line).unwrap_or(f64::INFINITY);
    let (words, reached) = match goal {
        Goal::Within(limit) => (format!("≤ {} ms", limit.as_millis()), line.times[0].median() <= limit),
        Goal::Times(limit) => (format!("≤ {limit:.1} times plain"), ratio <= limit),
        Goal::Speed(limit) => (format!("≥ {limit:.2} of plain's speed: {:.2}", 1.0 / ratio), 1.0 / ratio >= limit),
    };
    (words, if reached { "reached" } else { "missed" })
}

fn space(space: &Space) -> String {
    let [sealed, plain, sqlcipher] = space.bytes.map(|bytes| bytes as f64 / 1e6);
    let what = space.what;
    format!("| {what} | **{sealed:.1}** | {plain:.1} | {sqlcipher:.1} | {:.2} |\n", sealed / plain)
}

fn ms(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1000.0;
    match ms {
        ..1.0 => format!("{ms:.3}"),
        1.0..100.0 => format!("{ms:.1}"),
        _ => format!("{ms:.0}"),
    }
}

fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn took(sealed: u64, plain: u64, goal: Goal) -> Line {
        let times = [sealed, plain, 0].map(|time| std::iter::once(Duration::from_millis(time)).collect());
        Line { what: "writing".to_owned(), times, goal: Some(goal) }
    }

    fn reached(sealed: u64, plain: u64, goal: Goal) -> bool {
        line(&took(sealed, plain, goal)).contains("reached")
    }

    #[test]
    fn a_goal_is_reached_or_missed() {
        assert!(reached(10, 10, Goal::Speed(0.9)) && !reached(10, 8, Goal::Speed(0.9)));
        assert!(reached(20, 10, Goal::Times(2.0)) && !reached(21, 10, Goal::Times(2.0)));
        let limit = Goal::Within(Duration::from_millis(5));
        assert!(reached(5, 1, limit) && !reached(6, 100, limit));
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([5, 2_000, 1_000_000].map(thousands), ["5", "2,000", "1,000,000"]);
    }
}
