use jiff::civil::time;
use jiff::{Error, Timestamp, ToSpan, Zoned};
use language::{Phrase, say};

/// For how long toasts can be paused from the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// Half an hour.
    HalfHour,
    /// An hour.
    Hour,
    /// Until seven o'clock the next morning.
    Tomorrow,
}

impl Pause {
    /// All of them, the shortest first.
    pub const ALL: [Self; 3] = [Self::HalfHour, Self::Hour, Self::Tomorrow];

    /// What the menu calls it.
    pub fn label(self) -> Phrase {
        match self {
            Self::HalfHour => say::menu_pause_half_hour(),
            Self::Hour => say::menu_pause_hour(),
            Self::Tomorrow => say::menu_pause_tomorrow(),
        }
    }

    /// When a pause that begins now ends, for somebody whose clock says `now`.
    pub fn end(self, now: &Zoned) -> Timestamp {
        // What would be after the end of time ends there.
        self.end_on_the_wall(now).map_or(Timestamp::MAX, |end| end.timestamp())
    }

    fn end_on_the_wall(self, now: &Zoned) -> Result<Zoned, Error> {
        match self {
            Self::HalfHour => now.checked_add(30.minutes()),
            Self::Hour => now.checked_add(1.hour()),
            Self::Tomorrow => now.date().tomorrow()?.to_datetime(time(7, 0, 0, 0)).to_zoned(now.time_zone().clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_ends_by_the_clock_on_the_wall() {
        for (now, ends) in [
            ("2026-11-20T14:00:00+01:00", ["14:30", "15:00", "07:00"]),
            ("2026-11-20T23:45:00+01:00", ["00:15", "00:45", "07:00"]),
            ("2026-11-20T00:10:00+01:00", ["00:40", "01:10", "07:00"]),
            // The night in which the clock is put back, and the one in which it is put forward.
            ("2026-10-24T20:00:00+02:00", ["20:30", "21:00", "07:00"]),
            ("2026-03-29T01:45:00+01:00", ["03:15", "03:45", "07:00"]),
        ] {
            let now: Zoned = format!("{now}[Europe/Warsaw]").parse().unwrap();
            let clock = |pause: Pause| pause.end(&now).to_zoned(now.time_zone().clone());
            assert_eq!(Pause::ALL.map(|pause| clock(pause).strftime("%H:%M").to_string()), ends);
            assert_eq!(clock(Pause::Tomorrow).date(), now.date().tomorrow().unwrap());
        }
    }

    #[test]
    fn a_pause_ends_with_time_itself() {
        let last = Timestamp::MAX.to_zoned(jiff::tz::TimeZone::UTC);
        assert!(Pause::ALL.iter().all(|pause| pause.end(&last) == Timestamp::MAX));
    }
}
