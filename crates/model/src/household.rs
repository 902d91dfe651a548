//! Households of the register.

use serde::{Deserialize, Serialize};

use crate::ids::HouseholdId;
use crate::resident::Resident;

/// A household of the register (住基世帯), with its members in the register's order. It is not the
/// 国保世帯, 税の扶養 or 生活保護世帯.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Household {
    /// Our id.
    pub id: HouseholdId,
    /// 世帯番号, 15 digits.
    pub household_number: String,
    /// Members, the head first.
    pub members: Vec<Resident>,
}

impl Household {
    /// 世帯主, if the household has one.
    #[must_use]
    pub fn head(&self) -> Option<&Resident> {
        self.members.iter().find(|member| member.relationship == "世帯主")
    }
}
