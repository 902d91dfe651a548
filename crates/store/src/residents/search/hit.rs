//! A resident found.

use chrono::NaiveDate;
use madoguchi_model::address::Address;
use madoguchi_model::ids::{HouseholdId, ResidentId};
use madoguchi_model::name::{Names, WrittenName};
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::{ProtectiveMeasure, ResidentState, Sex};
use madoguchi_model::search_grade::Grade;
use serde_json::Value;
use sqlx::FromRow;
use sqlx::types::Json;
use uuid::Uuid;

use crate::StoreError;
use crate::codec::Row;
use crate::residents::row::date;

/// What a hit was found by, where that is not what everybody sees first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MatchedBy {
    /// 旧氏.
    FormerFamilyName,
    /// 通称.
    Alias,
    /// A name of an earlier entry of the register.
    PastName,
    /// An address of an earlier entry of the register.
    PastAddress,
    /// 世帯番号.
    HouseholdNumber,
    /// The telephone number that the person left as a visitor.
    Phone,
}

/// One resident found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ResidentHit {
    /// Our id.
    pub id: ResidentId,
    /// The household.
    pub household_id: HouseholdId,
    /// 宛名番号.
    pub addressee_number: String,
    /// 氏名.
    pub name: WrittenName,
    /// 氏名（アルファベット） of a foreign resident.
    pub alphabet: Option<String>,
    /// 旧氏.
    pub former_family_name: Option<WrittenName>,
    /// 通称.
    pub alias: Option<WrittenName>,
    /// 生年月日.
    pub birth_date: RegisterDate,
    /// 性別.
    pub sex: Sex,
    /// A foreign resident.
    pub foreign: bool,
    /// 続柄.
    pub relationship: String,
    /// 世帯主's name, if the household has one.
    pub head: Option<String>,
    /// 住所. Not to be shown when the protective measure protects.
    pub address: Address,
    /// 住民状態; a past resident is marked by it.
    pub state: ResidentState,
    /// 支援措置.
    pub protective_measure: ProtectiveMeasure,
    /// Somebody of the household is under a protective measure, so their common address is not to be shown.
    pub household_protected: bool,
    /// What the person was found by, where it is not the name, the reading, the address or the number of now.
    pub matched: Vec<MatchedBy>,
    pub(super) kana_key: String,
    pub(super) address_key: String,
    pub(super) household_number: Option<String>,
    pub(super) by_phone: bool,
}

impl ResidentHit {
    /// All names.
    #[must_use]
    pub fn names(&self) -> Names {
        Names {
            name: self.name.clone(),
            alphabet: self.alphabet.clone(),
            former_family_name: self.former_family_name.clone(),
            alias: self.alias.clone(),
        }
    }

    pub(super) fn rank(&self, past: bool, grade: Grade) -> Rank {
        Rank {
            past,
            grade,
            gone: self.state != ResidentState::Current,
            kana_key: self.kana_key.clone(),
            birth: self.birth_date.range().0,
            id: self.id.0,
        }
    }
}

/// The place of a hit among the hits.
#[derive(PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Rank {
    past: bool,
    grade: Grade,
    gone: bool,
    kana_key: String,
    birth: NaiveDate,
    id: Uuid,
}

/// A row of a step.
#[derive(FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "each is a column")]
pub(super) struct HitRow {
    pub(super) resident_id: Uuid,
    household_id: Uuid,
    addressee_number: String,
    name: String,
    kana: String,
    kana_confirmed: bool,
    alphabet: Option<String>,
    former_family_name: Option<Value>,
    alias: Option<Value>,
    birth_earliest: NaiveDate,
    birth_latest: NaiveDate,
    birth_text: Option<String>,
    sex: String,
    is_foreign: bool,
    relationship: String,
    address: Json<Address>,
    state: String,
    protective_measure: String,
    kana_key: String,
    address_key: String,
    household_protected: bool,
    household_number: Option<String>,
    by_phone: bool,
}

/// The columns of [`HitRow`] that are those of `residents r`, and who of the household is protected.
pub(super) const COLUMNS: &str =
    "r.resident_id, r.household_id, r.addressee_number, r.name, r.kana, r.kana_confirmed, r.alphabet,
    r.former_family_name, r.alias, r.birth_earliest, r.birth_latest, r.birth_text, r.sex,
    r.foreign_status IS NOT NULL AS is_foreign, r.relationship, r.address, r.state, r.protective_measure, r.kana_key, r.address_key,
    EXISTS (SELECT FROM residents p WHERE p.tenant_id = r.tenant_id AND p.household_id = r.household_id
        AND p.protective_measure <> 'none') AS household_protected";

impl HitRow {
    pub(super) fn into_hit(self) -> Result<ResidentHit, StoreError> {
        let row = Row {
            table: "residents",
            id: &self.resident_id,
        };
        Ok(ResidentHit {
            id: ResidentId(self.resident_id),
            household_id: HouseholdId(self.household_id),
            addressee_number: self.addressee_number,
            name: WrittenName {
                written: self.name,
                kana: self.kana,
                kana_confirmed: self.kana_confirmed,
            },
            alphabet: self.alphabet,
            former_family_name: row.json_option("former_family_name", self.former_family_name)?,
            alias: row.json_option("alias", self.alias)?,
            birth_date: date(self.birth_earliest, self.birth_latest, self.birth_text),
            sex: row.code("sex", &self.sex)?,
            foreign: self.is_foreign,
            relationship: self.relationship,
            head: None,
            address: self.address.0,
            state: row.code("state", &self.state)?,
            protective_measure: row.code("protective_measure", &self.protective_measure)?,
            household_protected: self.household_protected,
            matched: Vec::new(),
            kana_key: self.kana_key,
            address_key: self.address_key,
            household_number: self.household_number,
            by_phone: self.by_phone,
        })
    }
}
