use std::time::Duration;

use anyhow::Result;
use yardstick::{COMMON, CYRILLIC, Filter, MISSING, Order, RARE, RAREST_KIND, Task, Times};

use crate::race::{Race, SEALED, SQLCIPHER, Three};

/// What a burst has; as many rows are kept in one go while a database is filled.
const BURST: usize = 10_000;
/// As many the client takes off the socket at once.
const TOGETHER: usize = 500;
/// So many rows are kept one a transaction, in a row.
const SINGLES: usize = 100;
/// What is searched for.
const WORDS: [(&str, &str); 3] = [("a rare word", RARE), ("a common word", COMMON), ("a missing word", MISSING)];

/// What was measured with so many rows.
pub struct Course {
    /// In each database.
    pub rows: usize,
    /// What took time.
    pub lines: Vec<Line>,
    /// What took space.
    pub spaces: Vec<Space>,
    /// The longest that listing took while the search box was being opened.
    pub longest_list: Duration,
}

/// One thing that took time.
pub struct Line {
    /// What it was.
    pub what: String,
    /// Empty where one can't do it.
    pub times: Three<Times>,
    /// What measures.md asks of the sealed store.
    pub goal: Option<Goal>,
}

/// One thing that took space, in bytes.
pub struct Space {
    /// What it was.
    pub what: &'static str,
    /// How much.
    pub bytes: Three<u64>,
}

/// About medians.
#[derive(Debug, Clone, Copy)]
pub enum Goal {
    /// At most so long.
    Within(Duration),
    /// At most so many times as long as plain SQLite.
    Times(f64),
    /// At least so many times as fast as plain SQLite.
    Speed(f64),
}

impl Course {
    fn line(&mut self, what: impl Into<String>, times: Three<Times>, goal: Option<Goal>) {
        self.lines.push(Line { what: what.into(), times, goal });
    }

    fn space(&mut self, what: &'static str, bytes: Three<u64>) {
        self.spaces.push(Space { what, bytes });
    }
}

/// Fills three databases with so many rows, and measures on the way and then.
pub fn run(race: &mut Race, rows: usize) -> Result<Course> {
    let mut course = Course { rows, lines: Vec::new(), spaces: Vec::new(), longest_list: Duration::ZERO };
    write(race, &mut course)?;
    list(race, &mut course)?;
    search(race, &mut course)?;
    whole_file(race, &mut course)?;
    Ok(course)
}

/// The last bursts are those of a full database.
fn write(race: &mut Race, course: &mut Course) -> Result<()> {
    const BURSTS: usize = 5;
    let burst = BURST.min(course.rows / (BURSTS + 2));
    let rounds = 20.min(burst / SINGLES);
    let filling = course.rows - BURSTS * burst - rounds * SINGLES;
    println!("{} rows: writing", course.rows);
    race.keep(1, filling % burst, TOGETHER)?;
    let grouped = race.keep(filling / burst, burst, TOGETHER)?;
    course.line(format!("{burst} rows, {TOGETHER} a transaction, while it grows"), grouped, Some(Goal::Speed(0.9)));
    let bursts = race.keep(BURSTS, burst, TOGETHER)?;
    let goal = Goal::Within(Duration::from_millis(300));
    course.line(format!("burst of {burst}, {TOGETHER} a transaction"), bursts, Some(goal));
    let singles = race.keep(rounds, SINGLES, 1)?;
    course.line(format!("{SINGLES} rows, one a transaction"), singles, Some(Goal::Speed(0.9)));
    Ok(())
}

fn list(race: &mut Race, course: &mut Course) -> Result<()> {
    println!("{} rows: listing", course.rows);
    course.line("open the file", race.laps(5, 4, &Task::Reopen)?, None);
    let kind = Some(RAREST_KIND);
    let filters = [
        ("no filter", Filter::default()),
        ("unread", Filter { unread: true, ..Filter::default() }),
        ("a rare type", Filter { kind: kind.clone(), ..Filter::default() }),
        ("a rare type, unread", Filter { kind, unread: true, ..Filter::default() }),
    ];
    for (name, filter) in filters {
        let times = race.laps(5, 40, &Task::Newest(filter.clone()))?;
        course.line(format!("newest 50: {name}"), times, Some(Goal::Times(2.0)));
        let times = race.laps(5, 40, &Task::Newest(Filter { counted: true, ..filter }))?;
        course.line(format!("newest 50: {name}; all count the list"), times, None);
    }
    for skip in [course.rows / 10, course.rows * 9 / 10] {
        let times = race.laps(5, 4, &Task::Newest(Filter { skip: skip.try_into()?, ..Filter::default() }))?;
        course.line(format!("50 behind the newest {skip}"), times, None);
    }
    let goal = Goal::Within(Duration::from_millis(3));
    course.line("unread counts, per type", race.laps(5, 40, &Task::Unread)?, Some(goal));
    Ok(())
}

fn search(race: &mut Race, course: &mut Course) -> Result<()> {
    println!("{} rows: searching", course.rows);
    for (name, word) in WORDS {
        let times = race.laps(3, 1, &Task::ContainsFresh(word.to_owned()))?;
        course.line(format!("search, nothing kept: {name}"), times, None);
    }
    let before = race.counts(&Order::Memory)?;
    let opening = race.laps(3, 1, &Task::OpenBox)?;
    let large = course.rows > 100_000;
    let goal = Goal::Within(Duration::from_millis(if large { 1500 } else { 150 }));
    course.line("open the search box", opening, Some(goal));
    let goal = Goal::Within(Duration::from_millis(if large { 40 } else { 10 }));
    let keys = [("a first letter", "e"), ("two letters", "re")];
    for (name, word) in keys.into_iter().chain(WORDS) {
        let times = race.laps(5, 6, &Task::Contains(word.to_owned()))?;
        course.line(format!("key pressed: {name}"), times, Some(goal));
    }
    let (folded, _) = race.alone(SEALED, 100, Task::Contains(CYRILLIC.to_owned()))?;
    course.line("key pressed: a word of other letters", [folded, Times::default(), Times::default()], Some(goal));
    let open = race.counts(&Order::Memory)?;
    race.laps(1, 1, &Task::CloseBox)?;
    let after = race.counts(&Order::Memory)?;
    course.space("memory, before the box is opened", before);
    course.space("memory, box open", open);
    course.space("memory, box closed again", after);
    let (_, longest) = race.alone(SEALED, 1, Task::OpenBoxAndList)?;
    course.longest_list = Duration::from_micros(longest);
    race.alone(SEALED, 1, Task::CloseBox)?;
    Ok(())
}

fn whole_file(race: &mut Race, course: &mut Course) -> Result<()> {
    println!("{} rows: the whole file", course.rows);
    course.line("look at the whole file", race.laps(3, 1, &Task::Verify)?, None);
    race.laps(1, 1, &Task::Reopen)?;
    course.space("file", race.counts(&Order::Size)?);
    let (sealed, _) = race.alone(SEALED, 3, Task::ChangeKeys)?;
    let (sqlcipher, _) = race.alone(SQLCIPHER, 3, Task::ChangeKeys)?;
    course.line("new keys for everything", [sealed, Times::default(), sqlcipher], None);
    trigrams(race, course)
}

/// What keeps SQLCipher's searches quick, and what that costs.
fn trigrams(race: &mut Race, course: &mut Course) -> Result<()> {
    println!("{} rows: trigrams", course.rows);
    let mut yardstick = |what: String, times, task| -> Result<()> {
        let (times, _) = race.alone(SQLCIPHER, times, task)?;
        course.line(what, [Times::default(), Times::default(), times], None);
        Ok(())
    };
    yardstick("FTS5 trigrams: make the index".to_owned(), 1, Task::IndexTrigrams)?;
    for (name, word) in WORDS {
        yardstick(format!("FTS5 trigrams: {name}"), 20, Task::ContainsTrigrams(word.to_owned()))?;
    }
    race.laps(1, 1, &Task::Reopen)?;
    course.space("file, SQLCipher's with trigrams", race.counts(&Order::Size)?);
    Ok(())
}
