//! What files of places are made of.

/// A place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PlaceRow {
    /// What a 郵便番号 stands for.
    Postcode(PostcodeRow),
    /// 町字.
    Town(TownRow),
    /// 番地・号.
    Number(NumberRow),
    /// 市区町村, by its code: nothing that the other rows do not say.
    City(String),
}

impl PlaceRow {
    /// 全国地方公共団体コード, six digits.
    #[must_use]
    pub fn municipality_code(&self) -> &str {
        match self {
            Self::Postcode(row) => &row.municipality_code,
            Self::Town(row) => &row.municipality_code,
            Self::Number(row) => &row.municipality_code,
            Self::City(code) => code,
        }
    }
}

/// What a 郵便番号 stands for. A 町域 that is written as many in one (丁目 from to, 地割 from to, 小字 in brackets) is as
/// many rows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PostcodeRow {
    /// Seven digits.
    pub postcode: String,
    /// 全国地方公共団体コード, six digits.
    pub municipality_code: String,
    /// 都道府県.
    pub prefecture: String,
    /// 市区町村, with its 郡.
    pub city: String,
    /// 町域 as part of an address; empty where the 郵便番号 is of the 市区町村 as a whole.
    pub town: String,
    /// Its reading in full-width katakana.
    pub kana: String,
    /// What the data say of when it is this one, as written: 「その他」, 「次のビルを除く」, 番地 from to.
    pub condition: String,
    /// The building that has a 郵便番号 of its own, with the floor.
    pub building: String,
    /// 小字・丁目・番地 of an office.
    pub block: String,
    /// The office that has a 郵便番号 of its own; empty for places.
    pub office: String,
}

/// 町字.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TownRow {
    /// 全国地方公共団体コード, six digits.
    pub municipality_code: String,
    /// 町字ID, seven digits.
    pub town_code: String,
    /// 都道府県.
    pub prefecture: String,
    /// 郡・市区町村・政令市の区.
    pub city: String,
    /// 大字・町, 丁目, 小字 together.
    pub name: String,
    /// Their reading in katakana.
    pub kana: String,
    /// 大字・町 in ローマ字; empty where the registry has none.
    pub romaji: String,
    /// 郵便番号, seven digits; empty where the registry has none.
    pub postcode: String,
    /// 住居表示 is in force there.
    pub residence_display: bool,
}

/// What a number is of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum NumberKind {
    /// 街区符号: 「2番」.
    Block,
    /// 住居番号: 「2番3号」.
    Residence,
    /// 地番: 「12番地3」.
    Parcel,
}

impl NumberKind {
    /// The stable code, for columns.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::Residence => "residence",
            Self::Parcel => "parcel",
        }
    }
}

/// 番地・号 of a 町字.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NumberRow {
    /// 全国地方公共団体コード, six digits.
    pub municipality_code: String,
    /// 町字ID, seven digits.
    pub town_code: String,
    /// What it is of.
    pub kind: NumberKind,
    /// As an address has it: 「2番3号」, 「12番地3」.
    pub number: String,
    /// Its parts as numbers, for the order; 0 where a part is none.
    pub order: [i32; 3],
}
