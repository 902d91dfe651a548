//! Forms of dates that are only read where the layout says so.

use serde::{Deserialize, Serialize};

/// Forms of dates beside those that every layout reads.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Dates {
    /// Seven digits: the era (1 明治, 2 大正, 3 昭和, 4 平成, 5 令和), its year, a month and a day. `5081128` is
    /// 2026-11-28.
    pub era_digits: bool,
    /// Cells that stand for no date at all, such as `00000000` or `99999999`.
    pub empty: Vec<String>,
}

impl Dates {
    /// Whether it says nothing.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}
