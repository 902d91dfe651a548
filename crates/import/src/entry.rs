//! What a row says.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use madoguchi_model::resident::{
    CareInsurance, ChildBenefit, DisabilityCertificate, HealthInsurance, PensionCategory, ProtectiveMeasure,
    Resident, SchoolEnrolment,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What one row says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Entry {
    /// One entry of a resident's history.
    Resident(Box<ResidentEntry>),
    /// One entry of another core system.
    Fact(FactEntry),
}

/// One entry of a resident's history in the register: 全項目スナップショット.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ResidentEntry {
    /// The row of the file.
    #[serde(skip)]
    pub row: u64,
    /// 履歴番号, from 1; the highest is the newest.
    pub history_number: i32,
    /// 世帯番号.
    pub household_number: String,
    /// 宛名番号 of the head, where the file says it.
    pub head_number: Option<String>,
    /// 異動年月日: the earliest day it can be.
    pub changed_on: NaiveDate,
    /// 異動事由 in words; empty where the file has none.
    pub change_reason: String,
    /// The person. Ids are nil; what other systems say of them is not known; a protective measure is none.
    pub resident: Resident,
}

/// One entry of another core system about a person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FactEntry {
    /// The row of the file.
    #[serde(skip)]
    pub row: u64,
    /// 宛名番号.
    pub addressee_number: String,
    /// Which of several things of the person; empty where there is one.
    pub part: String,
    /// 履歴番号.
    pub history_number: i32,
    /// What the entry says while it is in force; none where it is only kept, or not in force.
    pub says: Option<Statement>,
    /// Whether it is in force on the day of the import.
    pub in_force: bool,
    /// Every filled item: code words for codes, `YYYY-MM-DD` for known dates.
    pub items: BTreeMap<String, String>,
}

/// What another system says about a person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Statement {
    /// Health insurance.
    HealthInsurance(HealthInsurance),
    /// 国民年金.
    Pension(PensionCategory),
    /// 介護保険.
    Care(CareInsurance),
    /// 障害・医療: one more certificate.
    Disability(DisabilityCertificate),
    /// 児童手当.
    ChildBenefit(ChildBenefit),
    /// 印鑑登録.
    SealRegistered,
    /// 在学.
    School(SchoolEnrolment),
    /// 犬の登録.
    OwnsDog,
    /// 支援措置.
    ProtectiveMeasure(ProtectiveMeasure),
}

impl Statement {
    /// The statement of a field and our word for its value; none where there is no such one.
    #[must_use]
    pub fn of(field: &str, word: &str) -> Option<Self> {
        Some(match field {
            "health_insurance" => Self::HealthInsurance(HealthInsurance::from_code(word)?),
            "pension" => Self::Pension(PensionCategory::from_code(word)?),
            "care" => Self::Care(CareInsurance::from_code(word)?),
            "disability" => Self::Disability(DisabilityCertificate::from_code(word)?),
            "child_benefit" => Self::ChildBenefit(ChildBenefit::from_code(word)?),
            "protective_measure" => Self::ProtectiveMeasure(ProtectiveMeasure::from_code(word)?),
            "seal_registered" => Self::SealRegistered,
            "owns_dog" => Self::OwnsDog,
            "school" => Self::School(SchoolEnrolment { school: word.into() }),
            _ => return None,
        })
    }

    /// The member of the person's circumstances that it is, and its value in JSON; a certificate is one of a list.
    /// None for a protective measure, which is no circumstance.
    #[must_use]
    pub fn circumstance(&self) -> Option<(&'static str, Value)> {
        Some(match self {
            Self::HealthInsurance(value) => ("health_insurance", json!(value)),
            Self::Pension(value) => ("pension", json!(value)),
            Self::Care(value) => ("care", json!(value)),
            Self::Disability(value) => ("disability", json!([value])),
            Self::ChildBenefit(value) => ("child_benefit", json!(value)),
            Self::SealRegistered => ("seal_registered", json!(true)),
            Self::School(value) => ("school", json!(value)),
            Self::OwnsDog => ("owns_dog", json!(true)),
            Self::ProtectiveMeasure(_) => return None,
        })
    }
}
