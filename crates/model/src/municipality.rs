//! What a municipality is made of, apart from its people: its code and name, towns, schools and the days on
//! which its counters are closed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// 市区町村.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Municipality {
    /// 全国地方公共団体コード, six digits, the last a check digit.
    pub code: String,
    /// 都道府県.
    pub prefecture: String,
    /// 市区町村名, for example 「みほん市」.
    pub name: String,
    /// Its reading in full-width katakana.
    pub kana: String,
}

/// 町字.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Town {
    /// 町字ID, seven digits.
    pub code: String,
    /// 町字, for example 「本町一丁目」.
    pub name: String,
    /// Its reading in full-width katakana.
    pub kana: String,
    /// 郵便番号, seven digits without a hyphen; empty where there is none of its own.
    pub postcode: String,
}

/// Which children a school is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SchoolKind {
    /// 小学校
    Elementary,
    /// 中学校
    JuniorHigh,
}

/// 市区町村立の小中学校.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct School {
    /// Stable code within the municipality.
    pub code: String,
    /// 学校名.
    pub name: String,
    /// 小学校 or 中学校.
    pub kind: SchoolKind,
    /// 通学区域: the codes of the towns whose children attend it.
    pub towns: Vec<String>,
}

/// A day on which the municipality's counters are closed, beside Saturdays and Sundays.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ClosedDay {
    /// The day.
    pub day: NaiveDate,
    /// Why, for example 「元日」 or 「年末年始」.
    pub name: String,
}
