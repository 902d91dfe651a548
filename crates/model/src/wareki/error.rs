//! Why a typed date could not be read, in words for the person who typed it.

use thiserror::Error;

use super::Era;

/// Why a typed date could not be read. The text is one Japanese sentence or two that say what to do.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum DateTextError {
    /// Nothing was typed.
    #[error("日付を入力してください。例: R8.11.24、2026-11-24")]
    Empty,
    /// A year without an era that is not a western year of four digits.
    #[error(
        "元号がわかりません。R8.11.24 のように元号を付けるか、2026-11-24 のように西暦4桁で入力してください。"
    )]
    NoEra,
    /// The text has no form of a date.
    #[error("日付として読めません。R8.11.24、令和8年11月24日、2026-11-24 のように入力してください。")]
    Unreadable,
    /// The month or the day is missing where a whole date is needed.
    #[error("年月日をすべて入力してください。例: R8.11.24、2026-11-24")]
    Incomplete,
    /// There is no such day on the calendar.
    #[error("{0}は暦にない日です。月と日を確かめてください。")]
    NoSuchDay(String),
    /// The day lies outside the era it is written with.
    #[error("{}", outside(*.era))]
    OutsideEra {
        /// The era it was written with.
        era: Era,
    },
    /// The year is not one that can stand in a register.
    #[error("西暦{0}年は扱えません。1800年から2999年までの年を入力してください。")]
    YearOutOfRange(i32),
}

fn outside(era: Era) -> String {
    let first = super::format_western(era.first_day());
    match era.last_day() {
        Some(last) => format!(
            "{}は西暦の{first}から{}までです。元号と年を確かめてください。",
            era.name(),
            super::format_western(last)
        ),
        None => format!(
            "{}は西暦の{first}からです。元号と年を確かめてください。",
            era.name()
        ),
    }
}
