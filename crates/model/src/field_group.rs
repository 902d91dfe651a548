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

labelled!(Reach {
    Nowhere => "nowhere", "見られない";
    HandedCases => "handed_cases", "引き継がれた受付だけ";
    Everywhere => "everywhere", "いつでも";
});
