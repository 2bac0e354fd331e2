use anyhow::Result;
use jiff::Timestamp;
use protocol::{Kind, Notification, NotificationId, Related, Status};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use uuid::Builder;

/// In one text of 10,000, the first included.
pub const RARE: &str = "hypokalaemia";
/// In one text of four or so.
pub const COMMON: &str = "results";
/// In none.
pub const MISSING: &str = "xylophone";
/// In one text of ten or so, with a capital: without folding it is found nowhere.
pub const CYRILLIC: &str = "результаты";
/// The type of one row of a hundred.
pub const RAREST_KIND: Kind = Kind::Issue;

/// 2026-09-01, in seconds since 1970.
const START: i64 = 1_788_220_800;
/// A million rows take about the 90 days that the server keeps them.
const SECONDS_BETWEEN: i64 = 7;
/// What comes on the way may come late.
const LATEST: i64 = 60;

const PEOPLE: [&str; 8] = [
    "Jan Kowalski",
    "Maria Zielińska",
    "Piotr Wrona",
    "Ewa Mazur",
    "Łucja Żółkiewska",
    "Adam Adamski",
    "Ирина Волкова",
    "Тарас Бондаренко",
];
const THINGS: [&str; 6] =
    ["potassium", "Metformin 500 mg", "a chest X-ray", "Levothyroxine 75 µg", "the cardiologist", "ward three, bed 12"];

/// How often of a hundred, the type, the text.
const LINES: [(u32, Kind, &str); 12] = [
    (
        20,
        Kind::Appointment,
        "Your appointment with {who} on {when} has been scheduled; it is about {what}, please have the papers ready",
    ),
    (
        10,
        Kind::Appointment,
        "The appointment of {who} on {when} has been cancelled, and {what} is free again for somebody else",
    ),
    (
        14,
        Kind::Message,
        "{who} wrote at {when}: could you call me back about {what} before the end of the shift? Thank you!",
    ),
    (
        11,
        Kind::Message,
        "{who} napisał(a) o {when}: proszę o pilny kontakt, chodzi o {what}. Dziękuję i życzę spokojnego dyżuru",
    ),
    (15, Kind::Medical, "Lab results for {who} of {when} are ready for review: {what} is outside the reference range"),
    (8, Kind::Medical, "Результаты анализов готовы: {who}, {when}. {what} вне нормы"),
    (
        12,
        Kind::Prescription,
        "A new prescription for {what} has been made for {who} by Dora Lis on {when}; it expires in 30 days",
    ),
    (
        4,
        Kind::MedicalRecord,
        "Dora Lis has updated the medical record of {who} on {when}: {what} and the results were added",
    ),
    (2, Kind::MedicalRecord, "Обновлена карта пациента: {who}, {when}. {what}"),
    (2, Kind::Referral, "{who} has been referred on {when} because of {what}; the specialist's results will come here"),
    (1, Kind::System, "Przerwa techniczna {when}: system nie będzie dostępny około godziny ({what}, {who})"),
    (1, RAREST_KIND, "Reported by {who} on {when}: the printer beside {what} prints pages of results twice"),
];

/// The `n`th notification, from 0: always the same one. Later ones are newer, but for a few that come late.
///
/// # Errors
/// When there are too many for a calendar.
pub fn notification(n: u64) -> Result<Notification> {
    let mut chance = StdRng::seed_from_u64(n);
    let date = START + i64::try_from(n)? * SECONDS_BETWEEN - chance.random_range(0..LATEST);
    let (kind, mut message) = text(&mut chance, date)?;
    if n.is_multiple_of(10_000) {
        message = format!("{message}; {RARE}");
    }
    Ok(Notification {
        id: NotificationId(uuid(&mut chance)),
        kind,
        message,
        date: Timestamp::from_second(date)?,
        status: if chance.random_ratio(1, 10) { Status::Unread } else { Status::Read },
        related: Related { kind: Some("appointment".to_owned()), id: Some(uuid(&mut chance).to_string()) },
    })
}

fn text(chance: &mut StdRng, date: i64) -> Result<(Kind, String)> {
    let (_, kind, line) = LINES.choose_weighted(chance, |(weight, ..)| *weight)?;
    let who = PEOPLE.choose(chance).copied().unwrap_or_default();
    let what = THINGS.choose(chance).copied().unwrap_or_default();
    let when = Timestamp::from_second(date)?.to_string();
    Ok((kind.clone(), line.replace("{who}", who).replace("{what}", what).replace("{when}", &when)))
}

fn uuid(chance: &mut StdRng) -> uuid::Uuid {
    Builder::from_random_bytes(chance.random()).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_as_common_as_they_say() {
        let texts: Vec<_> = (0..20_000).map(|n| notification(n).unwrap().message).collect();
        let containing = |word: &str| texts.iter().filter(|text| text.contains(word)).count();
        assert_eq!([RARE, MISSING, CYRILLIC].map(containing), [2, 0, 0]);
        assert!((4_000..6_000).contains(&containing(COMMON)));
        let folded = texts.iter().filter(|text| text.to_lowercase().contains(CYRILLIC)).count();
        assert!((1_000..2_500).contains(&folded));
    }

    #[test]
    fn a_row_is_always_the_same_and_takes_about_160_bytes() {
        assert!(notification(7).unwrap() == notification(7).unwrap());
        let length: usize = (0..1000).map(|n| notification(n).unwrap().message.len() + 16 + 16 + 11).sum();
        assert!((140..180).contains(&(length / 1000)), "{} bytes", length / 1000);
    }
}
