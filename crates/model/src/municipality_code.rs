//! 全国地方公共団体コード: five digits and a check digit.
//!
//! The table is `data/municipality_codes.csv` (CC0, see `data/LICENSE.md`).

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

const TABLE: &str = include_str!("../data/municipality_codes.csv");

/// A code of six digits whose check digit is right.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MunicipalityCode(String);

/// Why a text is no such code. The text is a Japanese sentence that says what to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum MunicipalityCodeError {
    /// Not six digits.
    #[error("団体コードは数字6桁で入力してください。")]
    NotSixDigits,
    /// The check digit does not fit.
    #[error("団体コードの検査数字が合いません。数字を確かめてください。")]
    WrongCheckDigit,
}

/// What the national table says of an assigned code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AssignedMunicipality {
    /// 都道府県.
    pub prefecture: &'static str,
    /// 市区町村名; a ward of a designated city after the city and a space.
    pub name: &'static str,
    /// Its reading in hiragana.
    pub kana: &'static str,
}

/// The check digit of the first five digits: S = 6a + 5b + 4c + 3d + 2e; the last digit of 11 − S mod 11, or
/// of 11 − S where S is less than 11.
fn check_digit(body: &[u8]) -> u8 {
    let sum: u32 = body
        .iter()
        .zip([6, 5, 4, 3, 2])
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    b'0' + u8::try_from((11 - sum % 11) % 10).expect("one digit")
}

impl MunicipalityCode {
    /// The code whose first five digits these are (JIS X 0402, as 郵便番号データ has it); none for other texts.
    #[must_use]
    pub fn of_five_digits(five: &str) -> Option<Self> {
        let body = five.as_bytes();
        let digits = body.len() == 5 && body.iter().all(u8::is_ascii_digit);
        digits.then(|| Self(format!("{five}{}", char::from(check_digit(body)))))
    }

    /// The six digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The municipality the code is assigned to; none for a code outside the national table.
    #[must_use]
    pub fn assigned(&self) -> Option<AssignedMunicipality> {
        static ASSIGNED: OnceLock<BTreeMap<&str, AssignedMunicipality>> = OnceLock::new();
        ASSIGNED
            .get_or_init(|| rows().collect())
            .get(self.as_str())
            .copied()
    }

    /// Whether the code is assigned to a municipality.
    #[must_use]
    pub fn is_assigned(&self) -> bool {
        self.assigned().is_some()
    }
}

/// The municipalities that a text names, in the table's order: those whose name, with or without 都道府県, or whose
/// reading it is; where there are none, those it begins. 「千葉県船橋市」, 「船橋」 and 「ふなばし」 name one.
#[must_use]
pub fn named(text: &str) -> Vec<(MunicipalityCode, AssignedMunicipality)> {
    let wanted = folded(text);
    if wanted.is_empty() {
        return Vec::new();
    }
    let keys = |row: &AssignedMunicipality| {
        let name = folded(row.name);
        [format!("{}{name}", row.prefecture), name, folded(row.kana)]
    };
    let those = |fits: &dyn Fn(&String) -> bool| -> Vec<_> {
        rows()
            .filter(|(_, row)| keys(row).iter().any(fits))
            .map(|(code, row)| (MunicipalityCode(code.to_owned()), row))
            .collect()
    };
    let exact = those(&|key| *key == wanted);
    if exact.is_empty() {
        those(&|key| key.starts_with(&wanted))
    } else {
        exact
    }
}

/// The prefecture that a text begins with, and the rest.
#[must_use]
pub fn in_prefecture(text: &str) -> Option<(&'static str, &str)> {
    let text = text.trim();
    rows().find_map(|(_, row)| Some((row.prefecture, text.strip_prefix(row.prefecture)?)))
}

/// Width, spaces and ひらがな or カタカナ make no difference.
fn folded(text: &str) -> String {
    let hiragana = |c: char| match c {
        'ァ'..='ヶ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        _ => c,
    };
    text.nfkc().filter(|c| !c.is_whitespace()).map(hiragana).collect()
}

fn rows() -> impl Iterator<Item = (&'static str, AssignedMunicipality)> {
    TABLE.lines().skip(1).filter_map(|line| {
        let mut columns = line.split(',');
        let code = columns.next()?;
        let (prefecture, name, kana) = (columns.next()?, columns.next()?, columns.next()?);
        Some((
            code,
            AssignedMunicipality {
                prefecture,
                name,
                kana,
            },
        ))
    })
}

impl FromStr for MunicipalityCode {
    type Err = MunicipalityCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(MunicipalityCodeError::NotSixDigits);
        }
        let (body, check) = digits.as_bytes().split_at(5);
        if check_digit(body) == check[0] {
            Ok(Self(digits))
        } else {
            Err(MunicipalityCodeError::WrongCheckDigit)
        }
    }
}

impl TryFrom<String> for MunicipalityCode {
    type Error = MunicipalityCodeError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<MunicipalityCode> for String {
    fn from(code: MunicipalityCode) -> Self {
        code.0
    }
}

impl fmt::Display for MunicipalityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_municipality_is_found_however_it_is_written() {
        for text in [
            "千葉県船橋市",
            "船橋市",
            "船橋",
            "ふなばし",
            "フナバシシ",
            "千葉県 船橋市",
        ] {
            let found = named(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!((found[0].1.prefecture, found[0].1.name), ("千葉県", "船橋市"));
        }
        assert_eq!(named("府中市").len(), 2);
        assert_eq!(named("札幌市中央区")[0].1.name, "札幌市 中央区");
        assert_eq!(named("札幌市").len(), 1);
        assert!(named("みほん市").is_empty() && named(" ").is_empty());
        assert_eq!(
            in_prefecture(" 東京都みほん区本町"),
            Some(("東京都", "みほん区本町"))
        );
        assert_eq!(in_prefecture("みほん県"), None);
    }

    #[test]
    fn every_assigned_code_passes() {
        assert_eq!(rows().count(), 1916);
        for (code, row) in rows() {
            let read: MunicipalityCode = code.parse().unwrap_or_else(|error| panic!("{code}: {error}"));
            assert_eq!(read.assigned(), Some(row));
            assert!(!row.name.is_empty() && !row.kana.is_empty() && !row.kana.contains(','));
        }
    }

    #[test]
    fn examples() {
        for code in ["131016", "011002", "472018", "012025", "１３１０１６"] {
            assert!(code.parse::<MunicipalityCode>().unwrap().is_assigned(), "{code}");
        }
        assert_eq!(
            "131016"
                .parse::<MunicipalityCode>()
                .unwrap()
                .assigned()
                .unwrap()
                .name,
            "千代田区"
        );
        assert_eq!(
            "131017".parse::<MunicipalityCode>(),
            Err(MunicipalityCodeError::WrongCheckDigit)
        );
        assert_eq!(
            "13101".parse::<MunicipalityCode>(),
            Err(MunicipalityCodeError::NotSixDigits)
        );
        let outside: MunicipalityCode = "990019".parse().unwrap();
        assert!(!outside.is_assigned());
    }

    proptest! {
        #[test]
        fn exactly_one_check_digit_fits(body in "[0-9]{5}") {
            let fitting = (0..10).filter(|d| format!("{body}{d}").parse::<MunicipalityCode>().is_ok()).count();
            prop_assert_eq!(fitting, 1);
        }
    }
}
