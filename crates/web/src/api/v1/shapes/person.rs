//! People: names, dates, addresses.

use chrono::NaiveDate;
use madoguchi_model::address;
use madoguchi_model::name;
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident;
use madoguchi_store::residents::{MatchedBy, ResidentHit};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A name with its reading, code points exactly as the register has them.
#[derive(Serialize, ToSchema)]
pub(crate) struct WrittenName {
    /// The name as written; ideographic variation sequences and private-use characters are kept.
    #[schema(example = "見本　太郎")]
    written: String,
    /// The reading in full-width katakana; empty where there is none.
    #[schema(example = "ミホン　タロウ")]
    kana: String,
    /// The person has confirmed the reading.
    kana_confirmed: bool,
}

/// All names of one person.
#[derive(Serialize, ToSchema)]
pub(crate) struct Names {
    /// 氏名.
    name: WrittenName,
    /// 氏名（アルファベット） of a foreign resident.
    alphabet: Option<String>,
    /// 旧氏.
    former_family_name: Option<WrittenName>,
    /// 通称.
    alias: Option<WrittenName>,
}

/// A date of the register, which may be unknown.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegisterDay {
    /// The day; null where it is not known.
    date: Option<NaiveDate>,
    /// The first day it can be.
    earliest: NaiveDate,
    /// The last day it can be.
    latest: NaiveDate,
    /// The register's words for an unknown date.
    #[schema(example = "昭和15年頃")]
    text: Option<String>,
}

/// An address, or the fact that it is withheld. Under a protective measure no address is ever sent.
#[derive(Serialize, ToSchema)]
pub(crate) struct Address {
    /// Withheld because of a protective measure; every other item is then null.
    withheld: bool,
    /// 全国地方公共団体コード, six digits.
    #[schema(example = "990001")]
    municipality_code: Option<String>,
    /// 町字ID, seven digits; empty where it is not known.
    town_code: Option<String>,
    /// 郵便番号, seven digits; empty where it is not known.
    postcode: Option<String>,
    /// 都道府県.
    prefecture: Option<String>,
    /// 市区町村.
    city: Option<String>,
    /// 町字.
    town: Option<String>,
    /// 番地・号.
    block: Option<String>,
    /// 方書.
    building: Option<String>,
}

/// A resident.
#[derive(Serialize, ToSchema)]
pub(crate) struct Resident {
    /// Our id.
    id: Uuid,
    /// The household.
    household_id: Uuid,
    /// 宛名番号, 15 digits; null for somebody who is not in the register yet.
    addressee_number: Option<String>,
    /// All names.
    names: Names,
    /// 生年月日.
    birth_date: RegisterDay,
    /// 性別: `male`, `female`.
    sex: &'static str,
    /// 続柄.
    #[schema(example = "世帯主")]
    relationship: String,
    /// 住民状態: `current`, `moved_out`, `dead`, `removed`.
    state: &'static str,
    /// 支援措置 of the person: `none`, `provisional`, `in_force`.
    protective_measure: &'static str,
    /// 住所.
    address: Address,
}

impl WrittenName {
    pub(super) fn new(name: &name::WrittenName) -> Self {
        Self {
            written: name.written.clone(),
            kana: name.kana.clone(),
            kana_confirmed: name.kana_confirmed,
        }
    }
}

impl Names {
    pub(crate) fn new(names: &name::Names) -> Self {
        Self {
            name: WrittenName::new(&names.name),
            alphabet: names.alphabet.clone(),
            former_family_name: names.former_family_name.as_ref().map(WrittenName::new),
            alias: names.alias.as_ref().map(WrittenName::new),
        }
    }
}

impl RegisterDay {
    pub(crate) fn new(day: &RegisterDate) -> Self {
        let (earliest, latest) = day.range();
        Self {
            date: day.known(),
            earliest,
            latest,
            text: match day {
                RegisterDate::Known(_) => None,
                RegisterDate::Unknown { text, .. } => Some(text.clone()),
            },
        }
    }
}

impl Address {
    /// An address of somebody whose household is under a measure that protects, or not.
    pub(crate) fn new(address: &address::Address, protected: bool) -> Self {
        let shown = |text: &str| (!protected).then(|| text.to_owned());
        Self {
            withheld: protected,
            municipality_code: shown(&address.municipality_code),
            town_code: shown(&address.town_code),
            postcode: shown(&address.postcode),
            prefecture: shown(&address.prefecture),
            city: shown(&address.city),
            town: shown(&address.town),
            block: shown(&address.block),
            building: shown(&address.building),
        }
    }
}

impl Resident {
    /// A resident; `protected` where anybody of the household is under a measure.
    pub(crate) fn new(resident: &resident::Resident, protected: bool) -> Self {
        Self {
            id: resident.id.0,
            household_id: resident.household_id.0,
            addressee_number: resident.addressee_number.clone(),
            names: Names::new(&resident.names),
            birth_date: RegisterDay::new(&resident.birth_date),
            sex: resident.sex.code(),
            relationship: resident.relationship.clone(),
            state: resident.state.code(),
            protective_measure: resident.protective_measure.code(),
            address: Address::new(&resident.address, protected),
        }
    }
}

/// A resident that a search found.
#[derive(Serialize, ToSchema)]
pub(crate) struct ResidentFound {
    /// Our id.
    id: Uuid,
    /// The household.
    household_id: Uuid,
    /// 宛名番号, 15 digits.
    addressee_number: String,
    /// All names.
    names: Names,
    /// 生年月日.
    birth_date: RegisterDay,
    /// 性別: `male`, `female`.
    sex: &'static str,
    /// 続柄.
    relationship: String,
    /// 世帯主's name, if the household has one.
    head: Option<String>,
    /// 住民状態: `current`, `moved_out`, `dead`, `removed`.
    state: &'static str,
    /// 支援措置 of the person: `none`, `provisional`, `in_force`.
    protective_measure: &'static str,
    /// 住所.
    address: Address,
    /// What the person was found by, where it is not the name, the reading, the address or the number of now:
    /// `former_family_name`, `alias`, `past_name`, `past_address`, `household_number`, `phone`.
    matched: Vec<&'static str>,
}

impl ResidentFound {
    pub(crate) fn new(hit: &ResidentHit) -> Self {
        let protected = hit.household_protected || hit.protective_measure.protects();
        Self {
            id: hit.id.0,
            household_id: hit.household_id.0,
            addressee_number: hit.addressee_number.clone(),
            names: Names::new(&hit.names()),
            birth_date: RegisterDay::new(&hit.birth_date),
            sex: hit.sex.code(),
            relationship: hit.relationship.clone(),
            head: hit.head.clone(),
            state: hit.state.code(),
            protective_measure: hit.protective_measure.code(),
            address: Address::new(&hit.address, protected),
            matched: hit.matched.iter().map(|by| matched(*by)).collect(),
        }
    }
}

fn matched(by: MatchedBy) -> &'static str {
    match by {
        MatchedBy::FormerFamilyName => "former_family_name",
        MatchedBy::Alias => "alias",
        MatchedBy::PastName => "past_name",
        MatchedBy::PastAddress => "past_address",
        MatchedBy::HouseholdNumber => "household_number",
        MatchedBy::Phone => "phone",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_withheld_address_is_sent() {
        let address = address::Address {
            municipality_code: "990001".into(),
            town_code: "0001001".into(),
            postcode: "9990001".into(),
            prefecture: "見本県".into(),
            city: "見本市".into(),
            town: "本町一丁目".into(),
            block: "2番3号".into(),
            building: "見本荘".into(),
        };
        let sent = serde_json::to_value(Address::new(&address, true)).unwrap();
        let mut items = sent.as_object().unwrap().iter();
        assert!(
            items.all(|(name, value)| name == "withheld" || value.is_null()),
            "{sent}"
        );
        let sent = serde_json::to_value(Address::new(&address, false)).unwrap();
        assert_eq!(sent["building"], "見本荘");
    }
}
