//! Someone the register does not know yet: a person who moves in, as entered once at the counter.

use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::ids::{HouseholdId, ResidentId};
use crate::name::Names;
use crate::register_date::RegisterDate;
use crate::resident::{ForeignStatus, ProtectiveMeasure, Resident, ResidentState, Sex};
use crate::restricted::Restricted;

/// What was entered. It belongs to one case and is never searched: the core system registers the person, and the
/// register's own entry comes back with its data.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EnteredPerson {
    /// All names.
    pub names: Names,
    /// 生年月日.
    pub birth_date: RegisterDate,
    /// 性別.
    pub sex: Sex,
    /// 続柄 in the household that the person will be in.
    pub relationship: String,
    /// Set for foreign residents.
    pub foreign: Option<ForeignStatus>,
    /// 本籍; empty for foreign residents, and where nobody said it.
    pub registered_domicile: Restricted<String>,
    /// 筆頭者; empty for foreign residents, and where nobody said it.
    pub family_register_head: Restricted<String>,
    /// 支援措置 that the person had at the former address or has just asked for.
    pub protective_measure: ProtectiveMeasure,
}

impl EnteredPerson {
    /// The person as everybody else of a household, living at the former address. No 宛名番号, and nothing known
    /// from other core systems.
    #[must_use]
    pub fn as_resident(
        &self,
        id: ResidentId,
        household_id: HouseholdId,
        position: i16,
        former_address: &Address,
    ) -> Resident {
        Resident {
            id,
            addressee_number: None,
            household_id,
            position,
            relationship: self.relationship.clone(),
            names: self.names.clone(),
            birth_date: self.birth_date.clone(),
            sex: self.sex,
            foreign: self.foreign.clone(),
            address: former_address.clone(),
            // The former municipality knows; nobody lives anywhere before being born.
            address_since: self.birth_date.clone(),
            resident_since: self.birth_date.clone(),
            registered_domicile: self.registered_domicile.clone(),
            family_register_head: self.family_register_head.clone(),
            state: ResidentState::Current,
            protective_measure: self.protective_measure,
            circumstances: None,
        }
    }
}
