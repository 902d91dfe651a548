//! Dates as people at the counter read them.

use chrono::NaiveDate;
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::Resident;
use madoguchi_model::wareki;

/// A day in 和暦.
pub(crate) fn day(date: NaiveDate) -> String {
    wareki::format(date)
}

/// A day in 和暦; 「まだ入力していません」 where there is none.
pub(crate) fn day_or_blank(date: Option<NaiveDate>) -> String {
    date.map_or_else(|| "まだ入力していません".into(), day)
}

/// 生年月日 as the register writes it: 和暦, for foreign residents 西暦, an unknown date in its own words.
pub(crate) fn born(resident: &Resident) -> String {
    date_of(resident, &resident.birth_date)
}

/// A date of a resident in the calendar the register uses for that person.
pub(crate) fn date_of(resident: &Resident, date: &RegisterDate) -> String {
    if resident.foreign.is_some() {
        wareki::format_register_western(date)
    } else {
        wareki::format_register(date)
    }
}
