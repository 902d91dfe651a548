//! Dates as the register writes them: known, or unknown (不詳) within an interval and with its own words.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A date of the register. 住民記録システム標準仕様書 (j80): a date may be unknown or not on the calendar
/// (平年2月29日); the wording is kept, and no deemed date is made up (みなし生年月日は作らない).
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RegisterDate {
    /// A day of the calendar.
    Known(NaiveDate),
    /// Unknown: some day from `earliest` to `latest`, both included.
    Unknown {
        /// The first day it can be.
        earliest: NaiveDate,
        /// The last day it can be.
        latest: NaiveDate,
        /// The register's own words, for example 「昭和15年頃」.
        text: String,
    },
}

impl RegisterDate {
    /// The day, if it is known.
    #[must_use]
    pub fn known(&self) -> Option<NaiveDate> {
        match self {
            Self::Known(day) => Some(*day),
            Self::Unknown { .. } => None,
        }
    }

    /// The first and the last day that it can be.
    #[must_use]
    pub fn range(&self) -> (NaiveDate, NaiveDate) {
        match self {
            Self::Known(day) => (*day, *day),
            Self::Unknown { earliest, latest, .. } => (*earliest, *latest),
        }
    }
}
