//! マイナンバーカード: who holds one, and until when it and its certificates are good.

use chrono::{Datelike, Days, Months, NaiveDate};
use madoguchi_model::resident::CardHolding;

use super::sketch::Sketch;
use crate::random::Dice;

/// The `n`th birthday after a day.
fn birthday_after(birth: NaiveDate, day: NaiveDate, n: i32) -> NaiveDate {
    let birthday = |year: i32| {
        birth
            .with_year(year)
            .unwrap_or_else(|| NaiveDate::from_ymd_opt(year, 3, 1).expect("1 March is in every year"))
    };
    let first = day.year() + i32::from(birthday(day.year()) <= day);
    birthday(first + n - 1)
}

/// A person's card, if they hold one. Issued to an adult it is good until the tenth birthday, to a minor until
/// the fifth; certificates until the fifth; those of a foreign resident not beyond the period of stay.
pub(crate) fn card(sketch: &Sketch, dice: &mut Dice, on: NaiveDate) -> Option<CardHolding> {
    let age = sketch.age(on);
    let holders = match age {
        0 => 250,
        1..18 | 75..85 => 720,
        18..75 => 820,
        _ => 520,
    };
    if !dice.chance(holders) {
        return None;
    }
    let years = if age >= 18 { 8 } else { 4 };
    let mut issued = dice
        .day(on - Months::new(12 * years), on - Days::new(10))
        .max(sketch.birth);
    let adult_since = sketch.birth + Months::new(18 * 12);
    if age >= 18 && issued < adult_since {
        issued = adult_since;
    }
    let expires = birthday_after(sketch.birth, issued, if age >= 18 { 10 } else { 5 });
    let mut certificate = birthday_after(sketch.birth, issued, 5);
    // Most renew the certificates when they run out after five years.
    if certificate < on && dice.chance(800) {
        certificate = expires;
    }
    let stay = sketch
        .foreign
        .as_ref()
        .and_then(|(_, status)| *status.expires_on.unseen());
    let capped = |day: NaiveDate| stay.map_or(day, |stay| day.min(stay));
    let certificates = dice.chance(960);
    Some(CardHolding {
        expires_on: capped(expires),
        certificate_expires_on: certificates.then(|| capped(certificate)),
        certificate_serial: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_birthdays() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(
            birthday_after(day(1980, 5, 5), day(2020, 5, 4), 10),
            day(2029, 5, 5)
        );
        assert_eq!(
            birthday_after(day(1980, 5, 5), day(2020, 5, 5), 10),
            day(2030, 5, 5)
        );
        assert_eq!(
            birthday_after(day(1980, 2, 29), day(2020, 3, 5), 5),
            day(2025, 3, 1)
        );
    }
}
