//! The two spellings of a date: `+00:00` on the socket (section 3.1), `Z` in REST (section 5.1).
//!
//! Both carry six fraction digits, or none when the fraction is zero. Reading accepts any RFC 3339 offset.

use jiff::Timestamp;

fn text(date: Timestamp, zone: &str) -> String {
    let fraction = if date.subsec_nanosecond() / 1_000 == 0 { "" } else { "%.6f" };
    date.strftime(&format!("%Y-%m-%dT%H:%M:%S{fraction}{zone}")).to_string()
}

/// `2026-11-22T12:24:10.803338+00:00`
pub mod offset {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(date: &Timestamp, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&super::text(*date, "+00:00"))
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
        out.serialize_str(&super::text(*date, "Z"))
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
    use super::text;

    #[test]
    fn six_digits_or_none() {
        let whole = "2026-01-02T03:04:05Z".parse().unwrap();
        let split = "2026-01-02T03:04:05.5Z".parse().unwrap();
        assert_eq!(text(whole, "+00:00"), "2026-01-02T03:04:05+00:00");
        assert_eq!(text(split, "Z"), "2026-01-02T03:04:05.500000Z");
    }
}
