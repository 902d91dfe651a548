//! Addresses in the parts the register keeps.

use serde::{Deserialize, Serialize};

/// An address. GIF DS-442: municipality code, town code, text below it, and the building apart.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Address {
    /// 全国地方公共団体コード, six digits.
    pub municipality_code: String,
    /// 町字ID, seven digits; empty where it is not known.
    pub town_code: String,
    /// 郵便番号, seven digits without a hyphen; empty where it is not known.
    pub postcode: String,
    /// 都道府県.
    pub prefecture: String,
    /// 市区町村.
    pub city: String,
    /// 町字, for example 「本町一丁目」.
    pub town: String,
    /// 番地・号, for example 「2番3号」.
    pub block: String,
    /// 方書; empty where there is none.
    pub building: String,
}

impl Address {
    /// The address on one line, the building after one full-width space.
    #[must_use]
    pub fn one_line(&self) -> String {
        let mut line = [&*self.prefecture, &self.city, &self.town, &self.block].concat();
        if !self.building.is_empty() {
            line.push('\u{3000}');
            line.push_str(&self.building);
        }
        line
    }
}
