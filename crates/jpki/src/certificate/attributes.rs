//! The four attributes in a certificate for digital signatures (署名用電子証明書), from its subject alternative name.

use std::fmt;

use chrono::NaiveDate;
use der::Tag;
use der::asn1::ObjectIdentifier;

use crate::asn1::Element;
use crate::oid;

/// Why the attributes cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AttributeError {
    /// It is not there: a certificate for user authentication, for one, holds none.
    #[error("電子証明書に{0}がありません。")]
    Missing(&'static str),
    /// It is there twice.
    #[error("電子証明書に{0}が二つあります。")]
    Twice(&'static str),
    /// It is not in the form that the profile asks for.
    #[error("電子証明書の{0}を読み取れません。")]
    Malformed(&'static str),
}

/// 性別, as the certificate codes it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sex {
    /// `1` 男
    Male,
    /// `2` 女
    Female,
    /// `9` 適用不能
    NotApplicable,
    /// `0` 不明
    Unknown,
}

/// The era digit of a birth date. The date after it is in the Gregorian calendar.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Era {
    /// `0` 不明
    Unknown,
    /// `1` 明治
    Meiji,
    /// `2` 大正
    Taisho,
    /// `3` 昭和
    Showa,
    /// `4` 平成
    Heisei,
    /// `5` 令和
    Reiwa,
}

/// 生年月日. Parts may be 不詳: those digits are kept as they stand, and then there is no date.
#[derive(Clone, PartialEq, Eq)]
pub struct SignerBirthDate {
    /// The era.
    pub era: Era,
    /// `YYYYMMDD`, eight digits.
    pub digits: String,
}

impl SignerBirthDate {
    /// The date; none if a part of it is 不詳.
    pub fn date(&self) -> Option<NaiveDate> {
        let part = |range| self.digits.get(range);
        let year = part(0..4)?.parse().ok()?;
        NaiveDate::from_ymd_opt(year, part(4..6)?.parse().ok()?, part(6..8)?.parse().ok()?)
            .filter(|_| year > 0)
    }
}

/// The attributes. `Debug` does not print them.
#[derive(Clone, PartialEq, Eq)]
pub struct SignerAttributes {
    /// 氏名, code points untouched.
    pub name: String,
    /// 氏名代替文字: for each character of the name whether another stands in its place.
    pub name_substitutes: Vec<bool>,
    /// 性別
    pub sex: Sex,
    /// 生年月日
    pub birth_date: SignerBirthDate,
    /// 住所
    pub address: String,
    /// 住所代替文字: for each character of the address whether another stands in its place.
    pub address_substitutes: Vec<bool>,
    /// Other names whose meaning is not known here (旧氏, フリガナ, …): type and value, DER, verbatim.
    pub others: Vec<(ObjectIdentifier, Vec<u8>)>,
}

impl SignerAttributes {
    pub(crate) fn from_names(names: &[(ObjectIdentifier, Vec<u8>)]) -> Result<Self, AttributeError> {
        const KNOWN: [ObjectIdentifier; 6] = [
            oid::NAME,
            oid::NAME_SUBSTITUTES,
            oid::SEX,
            oid::BIRTH_DATE,
            oid::ADDRESS,
            oid::ADDRESS_SUBSTITUTES,
        ];
        Ok(Self {
            name: text(names, oid::NAME, "氏名")?.to_owned(),
            name_substitutes: flags(names, oid::NAME_SUBSTITUTES, "氏名代替文字")?,
            sex: match text(names, oid::SEX, "性別")? {
                "1" => Sex::Male,
                "2" => Sex::Female,
                "9" => Sex::NotApplicable,
                "0" => Sex::Unknown,
                _ => return Err(AttributeError::Malformed("性別")),
            },
            birth_date: birth_date(text(names, oid::BIRTH_DATE, "生年月日")?)?,
            address: text(names, oid::ADDRESS, "住所")?.to_owned(),
            address_substitutes: flags(names, oid::ADDRESS_SUBSTITUTES, "住所代替文字")?,
            others: names
                .iter()
                .filter(|(kind, _)| !KNOWN.contains(kind))
                .cloned()
                .collect(),
        })
    }
}

impl fmt::Debug for SignerAttributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignerAttributes").finish_non_exhaustive()
    }
}

impl fmt::Debug for SignerBirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignerBirthDate").finish_non_exhaustive()
    }
}

fn text<'a>(
    names: &'a [(ObjectIdentifier, Vec<u8>)],
    kind: ObjectIdentifier,
    what: &'static str,
) -> Result<&'a str, AttributeError> {
    let mut found = names.iter().filter(|(found, _)| *found == kind);
    let (_, value) = found.next().ok_or(AttributeError::Missing(what))?;
    if found.next().is_some() {
        return Err(AttributeError::Twice(what));
    }
    let element = Element::parse(value, what).map_err(|_| AttributeError::Malformed(what))?;
    if !element.is(Tag::Utf8String) {
        return Err(AttributeError::Malformed(what));
    }
    std::str::from_utf8(element.value).map_err(|_| AttributeError::Malformed(what))
}

/// One `0` or `1` for each character.
fn flags(
    names: &[(ObjectIdentifier, Vec<u8>)],
    kind: ObjectIdentifier,
    what: &'static str,
) -> Result<Vec<bool>, AttributeError> {
    let flag = |c| match c {
        '0' => Ok(false),
        '1' => Ok(true),
        _ => Err(AttributeError::Malformed(what)),
    };
    text(names, kind, what)?.chars().map(flag).collect()
}

fn birth_date(text: &str) -> Result<SignerBirthDate, AttributeError> {
    let wrong = AttributeError::Malformed("生年月日");
    if text.len() != 9 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong);
    }
    let (era, digits) = text.split_at(1);
    let era = match era {
        "0" => Era::Unknown,
        "1" => Era::Meiji,
        "2" => Era::Taisho,
        "3" => Era::Showa,
        "4" => Era::Heisei,
        "5" => Era::Reiwa,
        _ => return Err(wrong),
    };
    Ok(SignerBirthDate {
        era,
        digits: digits.to_owned(),
    })
}
