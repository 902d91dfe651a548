//! Understands the one search box: kana, part of a written name, birth date, 宛名番号, in any order.

use madoguchi_model::wareki::{self, DateTextError, DayRange, Era};
use unicode_normalization::UnicodeNormalization;

/// What the words of the search box mean.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Words {
    /// 宛名番号, 15 digits.
    pub(crate) addressee_number: Option<String>,
    /// The beginning of a reading, as typed.
    pub(crate) kana: Option<String>,
    /// Parts of written names, as typed.
    pub(crate) written: Vec<String>,
    /// The beginning of an address, as typed.
    pub(crate) address: Option<String>,
    /// The days the birth date can be on.
    pub(crate) born: Option<DayRange>,
}

impl Words {
    /// Nothing was typed.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

const ADDRESSEE_DIGITS: usize = 15;

/// Reads the search box. The error is for the person who typed.
pub(crate) fn read(typed: &str) -> Result<Words, String> {
    let mut words = Words::default();
    for word in typed.split_whitespace() {
        // Only for telling what a word is; names are passed on as typed.
        let plain: String = word.nfkc().collect();
        if is_address(&plain) {
            words.address = Some(plain);
        } else if is_number(&plain) {
            add_number(&mut words, word, &plain)?;
        } else if plain.chars().all(is_kana) {
            // Family and given name make one reading: ツジ ケン finds ツジ　ケンイチ.
            words.kana = Some(
                words
                    .kana
                    .map_or(plain.clone(), |reading| format!("{reading} {plain}")),
            );
        } else {
            words.written.push(word.to_owned());
        }
    }
    Ok(words)
}

fn add_number(words: &mut Words, word: &str, plain: &str) -> Result<(), String> {
    let digits_only = plain.bytes().all(|byte| byte.is_ascii_digit());
    if digits_only && plain.len() == ADDRESSEE_DIGITS {
        words.addressee_number = Some(plain.to_owned());
        return Ok(());
    }
    if digits_only && !matches!(plain.len(), 4 | 8) {
        return Err(format!(
            "「{word}」は読み取れません。宛名番号は15桁、生年月日は S55.4.1 や 19800401 のように入力してください。"
        ));
    }
    let born = wareki::parse_range(plain).map_err(|error| match error {
        DateTextError::NoSuchDay(_) | DateTextError::OutsideEra { .. } | DateTextError::YearOutOfRange(_) => {
            format!("「{word}」：{error}")
        }
        _ => format!("「{word}」は生年月日として読み取れません。S55.4.1、昭和55年4月1日、1980-04-01 のように入力してください。"),
    })?;
    if words.born.replace(born).is_some() {
        return Err("生年月日が2つ入力されています。1つにしてください。".into());
    }
    Ok(())
}

/// An address rather than a date: a name with a number behind it (本町1-2), or with 丁目 in it.
fn is_address(word: &str) -> bool {
    let named = word.chars().next().is_some_and(|c| !c.is_ascii() && !is_kana(c));
    let era = Era::all().any(|era| word.starts_with(era.name()));
    let numbered = word.chars().any(|c| c.is_ascii_digit()) || word.contains("丁目");
    named && !era && numbered
}

/// A date or a number rather than a name: it has a digit, or is a first year (元年).
fn is_number(word: &str) -> bool {
    word.chars().any(|c| c.is_ascii_digit())
        || Era::all().any(|era| {
            word.strip_prefix(era.name())
                .is_some_and(|rest| rest.starts_with('元'))
        })
}

fn is_kana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | 'ゝ' | 'ゞ' | 'ヽ' | 'ヾ' | '・')
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn an_address_is_told_from_a_date_and_from_a_name() {
        for typed in ["本町一丁目", "本町1-2", "桜木４番５号"] {
            let words = read(typed).unwrap();
            assert!(words.address.is_some() && words.born.is_none(), "{typed}");
        }
        for typed in ["昭和55年4月1日", "桜木", "S55.4.1"] {
            assert_eq!(read(typed).unwrap().address, None, "{typed}");
        }
    }

    #[test]
    fn each_word_is_known_by_its_form() {
        let words = read("やまだ\u{3000}太郎 S55.4").unwrap();
        assert_eq!(words.kana.as_deref(), Some("やまだ"));
        assert_eq!(words.written, ["太郎"]);
        assert_eq!(
            words.born,
            Some(DayRange {
                first: day(1980, 4, 1),
                last: day(1980, 4, 30)
            })
        );
    }

    #[test]
    fn kana_words_make_one_reading() {
        assert_eq!(read("つじ S58 ケン").unwrap().kana.as_deref(), Some("つじ ケン"));
    }

    #[test]
    fn half_width_kana_is_read() {
        assert_eq!(read("ﾔﾏﾀﾞ").unwrap().kana.as_deref(), Some("ヤマダ"));
    }

    #[test]
    fn a_written_name_keeps_its_selector() {
        assert_eq!(read("辻\u{E0100}").unwrap().written, ["辻\u{E0100}"]);
        assert_eq!(read("令").unwrap().written, ["令"]);
        assert_eq!(read("NGUYEN").unwrap().written, ["NGUYEN"]);
    }

    #[test]
    fn full_width_digits_are_a_number_too() {
        let number = read("０００００００００００００１２").unwrap().addressee_number;
        assert_eq!(number.as_deref(), Some("000000000000012"));
    }

    #[test]
    fn years_and_days_are_birth_dates() {
        for (text, first, last) in [
            ("S55", day(1980, 1, 1), day(1980, 12, 31)),
            ("1980-04-01", day(1980, 4, 1), day(1980, 4, 1)),
            ("19800401", day(1980, 4, 1), day(1980, 4, 1)),
            ("昭和55年4月1日", day(1980, 4, 1), day(1980, 4, 1)),
            ("令和元年", day(2019, 5, 1), day(2019, 12, 31)),
        ] {
            assert_eq!(read(text).unwrap().born, Some(DayRange { first, last }), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_said_with_the_word() {
        for text in ["123", "S55.13", "S70.1.1", "2026-02-30", "S55 H1", "Taro3"] {
            let error = read(text).unwrap_err();
            assert!(error.ends_with('。'), "{error}");
        }
    }

    #[test]
    fn blanks_are_nothing() {
        assert!(read(" \u{3000} ").unwrap().is_empty());
    }
}
