//! What one municipality sets for itself.

use chrono::NaiveDate;
use madoguchi_model::municipality::ClosedDay;
use madoguchi_model::open_days::OpenDays;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The settings of a municipality that guidance needs. Everything has a sensible default, so that a
/// municipality only says what differs.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MunicipalitySettings {
    /// 全国地方公共団体コード, six digits; empty where none was given.
    pub code: String,
    /// Names of sections by code, where they differ from the catalogue's.
    pub section_names: BTreeMap<String, String>,
    /// Closed days beside Saturdays, Sundays, holidays by law and 12/29〜1/3 (条例の休日).
    pub closed_days: Vec<ClosedDay>,
    /// Days that are open although they would be closed (臨時開庁日).
    pub open_days: BTreeSet<NaiveDate>,
    /// Local texts by name, for example fees: `certificate_fee` → 「1通 300円」.
    pub local_values: BTreeMap<String, String>,
    /// Facts the municipality sets once for all cases, for example `microchip_counts_as_tag`.
    pub facts: BTreeMap<String, bool>,
}

impl MunicipalitySettings {
    /// The days on which the counters are open.
    #[must_use]
    pub fn calendar(&self) -> OpenDays {
        OpenDays::by_law()
            .with_closed(self.closed_days.iter().cloned())
            .with_open(self.open_days.iter().copied())
    }
}
