//! The hits of a search as the table shows them.

use chrono::NaiveDate;
use madoguchi_model::age::{AgeRule, age_range_on};
use madoguchi_model::name::Names;
use madoguchi_model::resident::{ProtectiveMeasure, ResidentState};
use madoguchi_model::wareki;
use madoguchi_store::residents::{MatchedBy, ResidentHit};

use crate::components::{NameCell, ProtectionMark, Status, StatusTone};
use crate::staff::people::AddressLine;

/// One row of the table.
pub(super) struct HitRow {
    pub(super) href: String,
    pub(super) names: NameCell,
    pub(super) born: String,
    pub(super) age: String,
    pub(super) sex: &'static str,
    pub(super) address: AddressLine,
    pub(super) relationship: String,
    pub(super) head: String,
    pub(super) protection: ProtectionMark,
    pub(super) gone: Option<Status>,
    pub(super) addressee_number: String,
    /// What the hit was found by, where the row does not show it at once.
    pub(super) matched: Vec<&'static str>,
}

impl HitRow {
    /// The row of a hit. Nothing is lifted on a list.
    pub(super) fn new(hit: ResidentHit, today: NaiveDate) -> Self {
        let calendar = if hit.foreign {
            wareki::format_register_western
        } else {
            wareki::format_register
        };
        // The address of one is the address of all who live together.
        let measure = if hit.household_protected {
            ProtectiveMeasure::InForce
        } else {
            hit.protective_measure
        };
        let alive = hit.state != ResidentState::Dead;
        let age = age_range_on(&hit.birth_date, today, AgeRule::Birthday);
        Self {
            href: format!("/residents/{}", hit.id),
            born: calendar(&hit.birth_date),
            age: if alive { age.to_string() } else { String::new() },
            sex: hit.sex.label(),
            address: AddressLine::new(&hit.address, measure, false),
            relationship: hit.relationship,
            head: hit.head.unwrap_or_default(),
            protection: ProtectionMark::new(hit.protective_measure),
            gone: (hit.state != ResidentState::Current)
                .then(|| Status::new(StatusTone::Error, hit.state.label())),
            addressee_number: hit.addressee_number,
            matched: hit.matched.into_iter().map(matched).collect(),
            names: NameCell::new(&Names {
                name: hit.name,
                alphabet: hit.alphabet,
                former_family_name: hit.former_family_name,
                alias: hit.alias,
            }),
        }
    }
}

fn matched(by: MatchedBy) -> &'static str {
    match by {
        MatchedBy::FormerFamilyName => "旧氏で一致",
        MatchedBy::Alias => "通称で一致",
        MatchedBy::PastName => "過去の氏名で一致",
        MatchedBy::PastAddress => "過去の住所で一致",
        MatchedBy::HouseholdNumber => "世帯番号で一致",
        MatchedBy::Phone => "受付時の電話番号で一致",
    }
}
