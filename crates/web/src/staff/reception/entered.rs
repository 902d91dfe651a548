//! People who move in, from what was typed.

use chrono::NaiveDate;
use madoguchi_model::entered_person::EnteredPerson;
use madoguchi_model::ids::ResidentId;
use madoguchi_model::kana::katakana;
use madoguchi_model::name::{Names, WrittenName};
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::relationship;
use madoguchi_model::resident::{ForeignStatus, ProtectiveMeasure, Sex};
use madoguchi_model::wareki;
use unicode_normalization::UnicodeNormalization;

use super::person_card::ordinal;
use super::typed_person::field;
use super::{Known, Typed, TypedPerson};
use crate::components::FormErrors;

/// Everyone whose row is not blank, with the id they had before. A row with an error gives nobody, and its errors
/// keep the reception from being saved.
pub(super) fn read(
    typed: &Typed,
    known: Known<'_>,
    errors: &mut FormErrors,
) -> Vec<(Option<ResidentId>, EnteredPerson)> {
    let rows = typed.people.iter().enumerate().filter(|(_, row)| !row.is_blank());
    let mut people = Vec::new();
    let mut heads = usize::from(known.joins());
    for (row, person) in rows {
        let is_head = person.relationship.trim() == relationship::HEAD;
        heads += usize::from(is_head);
        if is_head && heads > 1 {
            let message = if known.joins() {
                "入る世帯には世帯主がいます。世帯主から見た続柄を入力してください。"
            } else {
                "世帯主は1人です。ほかの人には、世帯主から見た続柄を入力してください。"
            };
            wrong(errors, row, "relationship", message);
        }
        if let Some(read) = one(row, person, typed, known.today, errors) {
            // An id the case knows; what anybody else sends under this name is not taken.
            let id = typed.entered_ids.iter().find(|id| id.to_string() == person.id);
            people.push((id.copied(), read));
        }
    }
    if typed.people.iter().all(TypedPerson::is_blank) {
        errors.add(field(0, "name"), "転入する人を1人以上入力してください。");
    } else if heads == 0 {
        errors.add(
            field(0, "relationship"),
            "世帯主を決めて、その人の続柄に「世帯主」と入力してください。",
        );
    }
    people
}

/// An error in a row says whose row it is, for the summary at the top.
fn wrong(errors: &mut FormErrors, row: usize, name: &str, message: impl std::fmt::Display) {
    errors.add(field(row, name), format!("{}：{message}", ordinal(row)));
}

fn one(
    row: usize,
    typed: &TypedPerson,
    form: &Typed,
    today: NaiveDate,
    errors: &mut FormErrors,
) -> Option<EnteredPerson> {
    let name = name(row, typed, errors);
    let birth_date = birth(&typed.birth, today).map_err(|error| wrong(errors, row, "birth", error));
    let sex = Sex::from_code(&typed.sex);
    if sex.is_none() {
        wrong(errors, row, "sex", "性別を選んでください。");
    }
    let relationship = typed.relationship.trim();
    let relationship_read = relationship::check(relationship)
        .map_err(|error| wrong(errors, row, "relationship", error.to_string()));
    let foreign = foreign(row, typed, errors);
    let japanese = !typed.foreign;
    let text = |text: &str| {
        if japanese {
            text.trim().to_owned()
        } else {
            String::new()
        }
    };
    relationship_read.ok()?;
    Some(EnteredPerson {
        names: Names {
            alphabet: foreign
                .is_some()
                .then(|| name.written.clone())
                .filter(|name| name.is_ascii()),
            former_family_name: other_name(&typed.former_name, &typed.former_kana).filter(|_| japanese),
            alias: other_name(&typed.alias, &typed.alias_kana).filter(|_| !japanese),
            name,
        },
        birth_date: birth_date.ok()?,
        sex: sex?,
        relationship: relationship.to_owned(),
        foreign,
        registered_domicile: text(&form.domicile).into(),
        family_register_head: text(&form.register_head).into(),
        // Until the former municipality's notice or the police's opinion is here, it is provisional.
        protective_measure: if typed.protected {
            ProtectiveMeasure::Provisional
        } else {
            ProtectiveMeasure::None
        },
    })
}

/// 氏名 as typed; the space between family and given name is the register's full-width one.
fn name(row: usize, typed: &TypedPerson, errors: &mut FormErrors) -> WrittenName {
    let written = typed.name.trim();
    if written.is_empty() {
        wrong(errors, row, "name", "氏名を入力してください。");
    }
    let kana = reading(&typed.kana);
    match &kana {
        Err(error) => wrong(errors, row, "kana", error.clone()),
        // A name in the alphabet has no furigana in the register.
        Ok(kana) if kana.is_empty() && !typed.foreign => {
            wrong(errors, row, "kana", "フリガナを入力してください。");
        }
        Ok(_) => {}
    }
    WrittenName {
        written: parted(written, typed.foreign),
        kana: kana.unwrap_or_default(),
        kana_confirmed: false,
    }
}

fn parted(written: &str, foreign: bool) -> String {
    if foreign && written.is_ascii() {
        written.to_owned()
    } else {
        written.replace(' ', "\u{3000}")
    }
}

/// A reading in full-width katakana; hiragana and half-width katakana are taken too.
fn reading(typed: &str) -> Result<String, String> {
    let kana: String = typed
        .trim()
        .nfkc()
        .map(|c| if c == ' ' { '\u{3000}' } else { katakana(c) })
        .collect();
    let readable = kana
        .chars()
        .all(|c| matches!(c, 'ァ'..='ヺ' | 'ー' | '・' | '\u{3000}'));
    if readable {
        Ok(kana)
    } else {
        Err("フリガナはカタカナかひらがなで入力してください。".into())
    }
}

fn other_name(written: &str, kana: &str) -> Option<WrittenName> {
    let written = written.trim();
    (!written.is_empty()).then(|| WrittenName {
        written: parted(written, false),
        kana: reading(kana).unwrap_or_default(),
        kana_confirmed: false,
    })
}

/// A whole date, or a part of one with its words (昭和15年頃): the day is then not made up.
fn birth(typed: &str, today: NaiveDate) -> Result<RegisterDate, String> {
    if typed.trim().is_empty() {
        return Err("生年月日を入力してください。".into());
    }
    let days = wareki::parse_range(typed).map_err(|error| error.to_string())?;
    if days.first > today {
        return Err("生年月日が未来の日付です。".into());
    }
    Ok(days.register_date(typed.trim()))
}

fn foreign(row: usize, typed: &TypedPerson, errors: &mut FormErrors) -> Option<ForeignStatus> {
    if !typed.foreign {
        return None;
    }
    for (name, text, what) in [
        ("nationality", &typed.nationality, "国籍・地域"),
        ("residence_status", &typed.residence_status, "在留資格"),
    ] {
        if text.trim().is_empty() {
            wrong(
                errors,
                row,
                name,
                format!("{what}を入力してください。在留カードに書いてあります。"),
            );
        }
    }
    let until = typed.residence_until.trim();
    let expires_on = if until.is_empty() {
        None
    } else {
        wareki::parse(until)
            .map_err(|error| wrong(errors, row, "residence_until", error.to_string()))
            .ok()
    };
    Some(ForeignStatus {
        nationality: typed.nationality.trim().to_owned().into(),
        residence_status: typed.residence_status.trim().to_owned().into(),
        expires_on: expires_on.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_is_taken_however_it_is_typed() {
        for typed in ["つじ けんいち", "ﾂｼﾞ ｹﾝｲﾁ", "ツジ\u{3000}ケンイチ "] {
            assert_eq!(reading(typed).as_deref(), Ok("ツジ\u{3000}ケンイチ"), "{typed}");
        }
        assert!(reading("辻").is_err());
    }

    #[test]
    fn a_name_keeps_its_code_points() {
        assert_eq!(parted("辻\u{E0100} 健一", false), "辻\u{E0100}\u{3000}健一");
        assert_eq!(parted("NGUYEN VAN AN", true), "NGUYEN VAN AN");
    }

    #[test]
    fn an_unknown_birthday_is_not_made_up() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        assert!(matches!(birth("S15", today), Ok(RegisterDate::Unknown { text, .. }) if text == "S15"));
        assert!(birth("R9.1.1", today).is_err());
        assert!(birth(" ", today).is_err());
    }
}
