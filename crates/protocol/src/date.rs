//! The two spellings of a date: `+00:00` on the socket (section 3.1), `Z` in REST (section 5.1).
//!
//! Both carry six fraction digits, or none when the fraction is zero. Reading accepts any RFC 3339 offset.

use jiff::Timestamp;
use jiff::fmt::temporal::DateTimePrinter;
use serde::ser::{Error, Serializer};

/// The date in whole microseconds, and what prints it.
fn printed<S: Serializer>(date: Timestamp) -> Result<(Timestamp, DateTimePrinter), S::Error> {
    let date = Timestamp::from_microsecond(date.as_microsecond()).map_err(S::Error::custom)?;
    let digits = if date.subsec_nanosecond() == 0 { 0 } else { 6 };
    Ok((date, DateTimePrinter::new().precision(Some(digits))))
}

/// `2026-11-22T12:24:10.803338+00:00`
pub mod offset {
    use jiff::Timestamp;
    use jiff::tz::Offset;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(date: &Timestamp, out: S) -> Result<S::Ok, S::Error> {
        let (date, printer) = super::printed::<S>(*date)?;
        out.serialize_str(&printer.timestamp_with_offset_to_string(&date, Offset::UTC))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Timestamp, D::Error> {
        Timestamp::deserialize(input)
    }
}

/// `2026-11-21T12:32:17.172354Z`
pub mod zulu {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(date: &Timestamp, out: S) -> Result<S::Ok, S::Error> {
        let (date, printer) = super::printed::<S>(*date)?;
        out.serialize_str(&printer.timestamp_to_string(&date))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Timestamp, D::Error> {
        Timestamp::deserialize(input)
    }

    /// The same for a date that may be null.
    pub mod option {
        use jiff::Timestamp;
        use serde::{Deserialize, Deserializer, Serializer};

        pub fn serialize<S: Serializer>(date: &Option<Timestamp>, out: S) -> Result<S::Ok, S::Error> {
            match date {
                Some(date) => super::serialize(date, out),
                None => out.serialize_none(),
            }
        }

        pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Timestamp>, D::Error> {
            Option::deserialize(input)
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    fn both(date: &str) -> [String; 2] {
        let date: Timestamp = date.parse().unwrap();
        let mut texts = [Vec::new(), Vec::new()];
        super::offset::serialize(&date, &mut serde_json::Serializer::new(&mut texts[0])).unwrap();
        super::zulu::serialize(&date, &mut serde_json::Serializer::new(&mut texts[1])).unwrap();
        texts.map(|text| String::from_utf8(text).unwrap().trim_matches('"').to_owned())
    }

    #[test]
    fn six_digits_or_none() {
        assert_eq!(both("2026-01-02T03:04:05Z"), ["2026-01-02T03:04:05+00:00", "2026-01-02T03:04:05Z"]);
        assert_eq!(both("2026-01-02T03:04:05.5Z")[1], "2026-01-02T03:04:05.500000Z");
    }

    #[test]
    fn dates_of_any_age_are_read_again() {
        for date in ["-000044-03-15T12:00:00.000001Z", "0001-01-01T00:00:00Z", "1969-12-31T23:59:59.9999995Z"] {
            let read: Timestamp = date.parse().unwrap();
            for text in both(date) {
                assert_eq!(text.parse::<Timestamp>().unwrap().as_microsecond(), read.as_microsecond(), "{text}");
            }
        }
    }
}
