//! What of a resident not every officer may see, and how far a section's reach goes.

use serde::{Deserialize, Serialize};

use crate::labels::labelled;

/// Fields that are seen together or not at all.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldGroup {
    /// 本籍 and 筆頭者 (住民基本台帳法7条5号)
    Domicile,
    /// 個人番号 (番号法9条: only where a law names the work)
    IndividualNumber,
    /// 住民票コード (住民基本台帳法7条13号, 30条の37: nobody may ask for it)
    ResidentCode,
    /// 国籍・地域, 在留資格, 在留期間の満了の日 (住民基本台帳法30条の45)
    ResidenceStatus,
    /// 税: what the tax systems say (地方税法22条)
    Tax,
}

labelled!(FieldGroup {
    Domicile => "domicile", "本籍・筆頭者";
    IndividualNumber => "individual_number", "個人番号";
    ResidentCode => "resident_code", "住民票コード";
    ResidenceStatus => "residence_status", "国籍・在留資格";
    Tax => "tax", "税";
});

/// Where the officers of a section see a group.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// 見られない
    Nowhere,
    /// 引継ぎのあった受付だけ: only in cases that were handed to the section
    HandedCases,
    /// いつでも: wherever the role reaches the person at all
    Everywhere,
}

impl FieldGroup {
    /// The group that a value belongs to, by the last part of its name: of a form's field (`concerned.0.nationality`), of
    /// a cell of a file (`person.domicile`); none for what everybody sees who sees the case.
    #[must_use]
    pub fn of_item(name: &str) -> Option<Self> {
        match name.rsplit('.').next()? {
            "registered_domicile" | "domicile" | "family_register_head" | "register_head" => {
                Some(Self::Domicile)
            }
            "nationality" | "residence_status" | "residence_expires_on" | "foreign" | "residency" => {
                Some(Self::ResidenceStatus)
            }
            "individual_number" => Some(Self::IndividualNumber),
            "resident_code" => Some(Self::ResidentCode),
            _ => None,
        }
    }
}

/// How far the officers of a section see a group unless the municipality decided otherwise. Sections are known by the
/// catalogue's codes; one it does not name sees what no work is known to need.
#[must_use]
pub fn default_reach(section: &str, group: FieldGroup) -> Reach {
    let registers = matches!(section, "resident_affairs" | "family_register");
    match group {
        FieldGroup::Domicile if registers || section == "passport" => Reach::Everywhere,
        FieldGroup::ResidentCode | FieldGroup::ResidenceStatus if registers => Reach::Everywhere,
        // Benefits and duties that hang on the status and the period of stay.
        FieldGroup::ResidenceStatus => match section {
            "insurance_pension" | "care_insurance" | "child_support" | "school_affairs"
            | "social_welfare" | "housing" => Reach::HandedCases,
            _ => Reach::Nowhere,
        },
        FieldGroup::Tax => match section {
            "tax" => Reach::Everywhere,
            // Whether somebody is taxed decides about premiums, benefits and rents.
            "insurance_pension" | "care_insurance" | "child_support" | "childcare" | "disability_welfare"
            | "elderly_welfare" | "social_welfare" | "housing" => Reach::HandedCases,
            _ => Reach::Nowhere,
        },
        // Which procedure's law needs it is judged besides, number by number.
        FieldGroup::IndividualNumber => match section {
            "environment" | "water" | "agriculture" | "forestry" | "cemetery" => Reach::Nowhere,
            _ => Reach::Everywhere,
        },
        FieldGroup::Domicile | FieldGroup::ResidentCode => Reach::Nowhere,
    }
}

labelled!(Reach {
    Nowhere => "nowhere", "見られない";
    HandedCases => "handed_cases", "引き継がれた受付だけ";
    Everywhere => "everywhere", "いつでも";
});
