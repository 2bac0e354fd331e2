use std::str::FromStr;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Error, Timestamp};

/// A point in time as somebody types it: a day, which begins at midnight where they are, or a time with its offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The beginning of this day.
    Day(Date),
    /// This very moment.
    At(Timestamp),
}

impl Moment {
    /// The moment for somebody in this time zone.
    ///
    /// # Errors
    /// When the day is at the end of time.
    pub fn within(self, zone: &TimeZone) -> Result<Timestamp, Error> {
        match self {
            Self::Day(day) => Ok(day.to_zoned(zone.clone())?.timestamp()),
            Self::At(moment) => Ok(moment),
        }
    }
}

/// The text is neither.
#[derive(Debug, thiserror::Error)]
#[error("write a day as 2026-11-20, or a time as 2026-11-20T08:00:00+01:00 (RFC 3339)")]
pub struct NoMoment;

impl FromStr for Moment {
    type Err = NoMoment;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let moment = text.parse().map(Self::At);
        // Not by `parse`, which takes a time without an offset and drops it.
        moment.or_else(|_| Date::strptime("%Y-%m-%d", text).map(Self::Day)).map_err(|_| NoMoment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> String {
        let zone = TimeZone::get("Europe/Warsaw").unwrap();
        text.parse::<Moment>().unwrap().within(&zone).unwrap().to_string()
    }

    #[test]
    fn a_day_begins_where_its_reader_is() {
        assert_eq!(at("2026-11-20"), "2026-11-19T23:00:00Z");
        assert_eq!(at("2026-07-20"), "2026-07-19T22:00:00Z");
    }

    #[test]
    fn a_time_says_its_offset_itself() {
        assert_eq!(at("2026-11-20T08:00:00+05:30"), "2026-11-20T02:30:00Z");
        assert_eq!(at("2026-11-20T08:00:00Z"), "2026-11-20T08:00:00Z");
    }

    #[test]
    fn what_could_mean_two_things_is_refused() {
        for text in ["2026-11-20T08:00:00", "20.11.2026", "yesterday", "2026-11-31", ""] {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
    }
}
