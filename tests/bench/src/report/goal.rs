/// A figure, how it is written, and the most it may be.
#[derive(Clone)]
pub struct Goal {
    what: String,
    measured: f64,
    most: f64,
    digits: usize,
}

impl Goal {
    /// A figure with so many digits behind the point.
    pub fn new(what: impl Into<String>, measured: f64, most: f64, digits: usize) -> Self {
        Self { what: what.into(), measured, most, digits }
    }

    /// A line of a table. It is judged as it is written.
    pub fn line(&self) -> String {
        let Self { what, measured, most, digits } = self;
        let [measured, most] = [measured, most].map(|number| format!("{number:.digits$}"));
        let reached = match (measured.parse::<f64>(), most.parse::<f64>()) {
            (Ok(measured), Ok(most)) => measured <= most,
            _ => false,
        };
        let verdict = if reached { "reached" } else { "missed" };
        format!("| {what} | {measured} | {most} | {verdict} |\n")
    }
}

/// The table of these.
pub fn table(goals: &[Goal]) -> String {
    let lines: String = goals.iter().map(Goal::line).collect();
    format!("\n| | measured | goal | |\n|---|---|---|---|\n{lines}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_reached_or_missed_as_it_is_written() {
        let line = |measured| Goal::new("ratio", measured, 1.25, 2).line();
        assert_eq!(line(1.254), "| ratio | 1.25 | 1.25 | reached |\n");
        assert_eq!(line(1.256), "| ratio | 1.26 | 1.25 | missed |\n");
        assert!(line(f64::NAN).contains("missed"), "what was not measured is not reached");
    }
}
