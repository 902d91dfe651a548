//! A resident as a row.

use chrono::NaiveDate;
use madoguchi_model::ids::{HouseholdId, ResidentId};
use madoguchi_model::name::{Names, WrittenName};
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::Resident;
use serde_json::Value;
use uuid::Uuid;

use crate::StoreError;
use crate::codec::Row;

/// A row of `residents`.
#[derive(sqlx::FromRow)]
pub(crate) struct ResidentRow {
    pub(crate) resident_id: Uuid,
    pub(crate) household_id: Uuid,
    pub(crate) position: i16,
    pub(crate) addressee_number: String,
    pub(crate) relationship: String,
    pub(crate) name: String,
    pub(crate) kana: String,
    pub(crate) kana_confirmed: bool,
    pub(crate) alphabet: Option<String>,
    pub(crate) former_family_name: Option<Value>,
    pub(crate) alias: Option<Value>,
    pub(crate) birth_earliest: NaiveDate,
    pub(crate) birth_latest: NaiveDate,
    pub(crate) birth_text: Option<String>,
    pub(crate) sex: String,
    pub(crate) foreign_status: Option<Value>,
    pub(crate) address: Value,
    pub(crate) address_since: Value,
    pub(crate) resident_since: Value,
    pub(crate) registered_domicile: String,
    pub(crate) family_register_head: String,
    pub(crate) state: String,
    pub(crate) protective_measure: String,
    pub(crate) circumstances: Value,
}

/// A date in three columns: the first and last day it can be, and the register's words if it is unknown.
pub(crate) fn date(earliest: NaiveDate, latest: NaiveDate, text: Option<String>) -> RegisterDate {
    match text {
        None => RegisterDate::Known(earliest),
        Some(text) => RegisterDate::Unknown {
            earliest,
            latest,
            text,
        },
    }
}

impl ResidentRow {
    pub(crate) fn into_resident(self) -> Result<Resident, StoreError> {
        let row = Row {
            table: "residents",
            id: &self.resident_id,
        };
        Ok(Resident {
            id: ResidentId(self.resident_id),
            addressee_number: Some(self.addressee_number),
            household_id: HouseholdId(self.household_id),
            position: self.position,
            relationship: self.relationship,
            names: Names {
                name: WrittenName {
                    written: self.name,
                    kana: self.kana,
                    kana_confirmed: self.kana_confirmed,
                },
                alphabet: self.alphabet,
                former_family_name: row.json_option("former_family_name", self.former_family_name)?,
                alias: row.json_option("alias", self.alias)?,
            },
            birth_date: date(self.birth_earliest, self.birth_latest, self.birth_text),
            sex: row.code("sex", &self.sex)?,
            foreign: row.json_option("foreign_status", self.foreign_status)?,
            address: row.json("address", self.address)?,
            address_since: row.json("address_since", self.address_since)?,
            resident_since: row.json("resident_since", self.resident_since)?,
            registered_domicile: self.registered_domicile.into(),
            family_register_head: self.family_register_head.into(),
            state: row.code("state", &self.state)?,
            protective_measure: row.code("protective_measure", &self.protective_measure)?,
            circumstances: row.json("circumstances", self.circumstances)?,
        })
    }
}
