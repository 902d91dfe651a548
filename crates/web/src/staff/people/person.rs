//! One person in a table or a list.

use chrono::NaiveDate;
use madoguchi_model::age::{AgeRule, age_range_on};
use madoguchi_model::resident::{ProtectiveMeasure, Resident, ResidentState};

use super::{AddressLine, born};
use crate::components::{NameCell, ProtectionMark, Status, StatusTone};

/// What pages show of one person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct PersonView {
    /// The resident's id.
    pub(crate) id: String,
    /// All names.
    pub(crate) names: NameCell,
    /// 氏名 alone.
    pub(crate) name: String,
    /// 続柄.
    pub(crate) relationship: String,
    /// 生年月日.
    pub(crate) born: String,
    /// 年齢, for example 「46歳」.
    pub(crate) age: String,
    /// 性別.
    pub(crate) sex: &'static str,
    /// 住所.
    pub(crate) address: AddressLine,
    /// 宛名番号; empty for someone who is not in the register yet.
    pub(crate) addressee_number: String,
    /// 支援措置.
    pub(crate) protection: ProtectionMark,
    /// 転出済・死亡 and so on; none for those who live here.
    pub(crate) gone: Option<Status>,
}

impl PersonView {
    /// A person of a household under `measure`; the address is shown if the measure is lifted.
    pub(crate) fn new(
        resident: &Resident,
        measure: ProtectiveMeasure,
        lifted: bool,
        today: NaiveDate,
    ) -> Self {
        Self {
            id: resident.id.to_string(),
            names: NameCell::new(&resident.names),
            name: resident.names.name.written.clone(),
            relationship: resident.relationship.clone(),
            born: born(resident),
            age: age(resident, today),
            sex: resident.sex.label(),
            address: AddressLine::new(&resident.address, measure, lifted),
            addressee_number: resident.addressee_number.clone().unwrap_or_default(),
            protection: ProtectionMark::new(resident.protective_measure),
            gone: gone(resident.state),
        }
    }
}

/// 年齢 as people say it; empty for those who died.
fn age(resident: &Resident, today: NaiveDate) -> String {
    if resident.state == ResidentState::Dead {
        return String::new();
    }
    age_range_on(&resident.birth_date, today, AgeRule::Birthday).to_string()
}

fn gone(state: ResidentState) -> Option<Status> {
    (state != ResidentState::Current).then(|| Status::new(StatusTone::Error, state.label()))
}
