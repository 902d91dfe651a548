//! Understands the one search box: names, readings, addresses, birth dates, sex, numbers and telephone numbers, in any
//! order, parted by spaces.

use madoguchi_model::phone::phone_key;
use madoguchi_model::resident::Sex;
use madoguchi_model::wareki::{self, DateTextError, DayRange, Era};
use madoguchi_store::residents::Term;
use unicode_normalization::UnicodeNormalization;

/// What the words of the search box mean.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Words {
    /// Every one must hold.
    pub(crate) terms: Vec<Term>,
    /// The same with digits that were read as a date taken as a number: for when nobody was born then.
    pub(crate) as_number: Option<Vec<Term>>,
}

impl Words {
    /// Nothing was typed.
    pub(crate) fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}

/// Digits of a 宛名番号 and of a 世帯番号.
const NUMBER_DIGITS: usize = 15;

/// A word that is a number says so in front of it.
const CALLED: [(&str, Called); 7] = [
    ("宛名番号", Called::Addressee),
    ("宛名", Called::Addressee),
    ("世帯番号", Called::Household),
    ("世帯", Called::Household),
    ("電話番号", Called::Phone),
    ("電話", Called::Phone),
    ("TEL", Called::Phone),
];

#[derive(Clone, Copy)]
enum Called {
    Addressee,
    Household,
    Phone,
}

/// Reads the search box. The error is for the person who typed.
pub(crate) fn read(typed: &str) -> Result<Words, String> {
    let mut terms: Vec<Term> = Vec::new();
    let mut doubtful = None;
    for word in typed.split_whitespace() {
        // Only for telling what a word is; names are passed on as typed.
        let plain: String = word.nfkc().collect();
        if let Some(called) = called(word, &plain)? {
            terms.push(called);
        } else if let Some(sex) = sex(&plain) {
            terms.push(Term::Sex(sex));
        } else if is_block(&plain) && joined_to_address(&mut terms, &plain) {
        } else if is_address(&plain) {
            terms.push(Term::Address(plain));
        } else if is_number(&plain) {
            let (term, number) = number(word, &plain)?;
            if number {
                doubtful = Some((terms.len(), plain));
            }
            terms.push(term);
        } else {
            terms.push(Term::Word(word.to_owned()));
        }
    }
    let births = terms
        .iter()
        .filter(|term| matches!(term, Term::Born(..) | Term::Birthday(..)));
    if births.count() > 1 {
        return Err("生年月日が2つ入力されています。1つにしてください。".into());
    }
    // 男 alone, or beside a number, is a character of a name.
    if let [Term::Sex(sex)] = &*terms {
        let character = if *sex == Sex::Male { "男" } else { "女" };
        terms = vec![Term::Word(character.to_owned())];
    }
    let as_number = doubtful.map(|(place, digits)| {
        let mut terms = terms.clone();
        if let Some(term) = terms.get_mut(place) {
            *term = Term::Number(digits);
        }
        terms
    });
    Ok(Words { terms, as_number })
}

/// 「世帯123」, 「宛名123」, 「電話03-0000-5678」.
fn called(word: &str, plain: &str) -> Result<Option<Term>, String> {
    let upper = plain.to_uppercase();
    let Some((called, rest)) = CALLED
        .iter()
        .find_map(|(name, called)| Some((*called, upper.strip_prefix(name)?)))
    else {
        return Ok(None);
    };
    let rest = rest.trim_start_matches([':', '.']);
    if rest.is_empty() || !rest.starts_with(|c: char| c.is_ascii_digit() || c == '+' || c == '(') {
        return Ok(None);
    }
    if let Called::Phone = called {
        let key = phone_key(rest).ok_or_else(|| unreadable(word))?;
        return Ok(Some(Term::Phone(key)));
    }
    if !digits_only(rest) || rest.len() > NUMBER_DIGITS {
        return Err(unreadable(word));
    }
    Ok(Some(match called {
        Called::Household => Term::HouseholdNumber(rest.to_owned()),
        _ if rest.len() == NUMBER_DIGITS => Term::AddresseeNumber(rest.to_owned()),
        _ => Term::Number(rest.to_owned()),
    }))
}

fn sex(plain: &str) -> Option<Sex> {
    match plain {
        "男" | "男性" => Some(Sex::Male),
        "女" | "女性" => Some(Sex::Female),
        _ => None,
    }
}

/// A word with digits: a date, a birthday, a telephone number or a number of the register. With it, whether a date could
/// be a number as well.
fn number(word: &str, plain: &str) -> Result<(Term, bool), String> {
    let digits = digits_only(plain);
    if let Some((month, day)) = birthday(plain) {
        return Ok((Term::Birthday(month, day), false));
    }
    if !digits && let Some(phone) = phone_key(plain) {
        return Ok((Term::Phone(phone), false));
    }
    if digits && plain.len() > NUMBER_DIGITS {
        return Err(unreadable(word));
    }
    if digits && !matches!(plain.len(), 4 | 8) {
        return Ok((Term::Number(plain.to_owned()), false));
    }
    match wareki::parse_range(plain) {
        Ok(DayRange { first, last }) => Ok((Term::Born(first, last), digits)),
        Err(_) if digits => Ok((Term::Number(plain.to_owned()), false)),
        Err(
            error @ (DateTextError::NoSuchDay(_)
            | DateTextError::OutsideEra { .. }
            | DateTextError::YearOutOfRange(_)),
        ) => Err(format!("「{word}」：{error}")),
        Err(_) => Err(unreadable(word)),
    }
}

fn unreadable(word: &str) -> String {
    format!(
        "「{word}」は読み取れません。生年月日は S55.4.1 や 1980-04-01、番号は 宛名123 や 世帯123、電話番号は 03-0000-5678 のように入力してください。"
    )
}

/// Month and day without a year: 4月1日, 4/1.
fn birthday(plain: &str) -> Option<(u32, u32)> {
    let (month, day) = match plain.split_once('月') {
        Some((month, rest)) => (month, rest.strip_suffix('日')?),
        None => plain.split_once('/')?,
    };
    let number = |text: &str| -> Option<u32> { (text.len() <= 2).then(|| text.parse().ok()).flatten() };
    let (month, day) = (number(month)?, number(day)?);
    // A leap year has every day.
    chrono::NaiveDate::from_ymd_opt(2024, month, day).map(|_| (month, day))
}

/// 番地: digits and hyphens, beginning with at most four digits, and no telephone number.
fn is_block(plain: &str) -> bool {
    let parts: Vec<&str> = plain.split(['-', '‐', '−', '―', '–', '—', 'ー']).collect();
    let short = |part: &&str| digits_only(part) && part.len() <= 4;
    let hyphenated = (2..=4).contains(&parts.len()) && parts.iter().all(short) && !plain.starts_with('0');
    let date = parts.len() == 3 && parts.first().is_some_and(|year| year.len() == 4);
    let counted = plain.ends_with(['番', '号']) || plain.contains("番地") || plain.contains('番');
    (hyphenated && !date) || (counted && plain.starts_with(|c: char| c.is_ascii_digit()))
}

/// 「本町 1-2」 is 「本町1-2」: 番地 says something only behind its 町字.
fn joined_to_address(terms: &mut [Term], block: &str) -> bool {
    let Some(last) = terms.last_mut() else {
        return false;
    };
    let (Term::Word(town) | Term::Address(town)) = &*last else {
        return false;
    };
    if town.is_ascii() {
        return false;
    }
    let hyphen = if town.ends_with(|c: char| c.is_ascii_digit()) {
        "-"
    } else {
        ""
    };
    *last = Term::Address(format!("{town}{hyphen}{block}"));
    true
}

/// An address rather than a date: a name with a number behind it (本町1-2), or with 丁目 in it.
fn is_address(word: &str) -> bool {
    let named = word.chars().next().is_some_and(|c| !c.is_ascii());
    let era = Era::all().any(|era| is_dated(word, era) || is_short_era(word, era));
    let numbered = word.chars().any(|c| c.is_ascii_digit()) || word.contains("丁目");
    named && !era && numbered
}

/// 昭和55年, 令和元年; 昭和町1-2 is a place.
fn is_dated(word: &str, era: Era) -> bool {
    word.strip_prefix(era.name())
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == '元'))
}

/// 昭55, 平5: the first character of an era and a year.
fn is_short_era(word: &str, era: Era) -> bool {
    let mut characters = word.chars();
    characters.next() == era.name().chars().next()
        && characters.next().is_some_and(|c| c.is_ascii_digit())
        && wareki::parse_range(word).is_ok()
}

/// A date or a number rather than a name: it has a digit, or is a first year (元年).
fn is_number(word: &str) -> bool {
    word.chars().any(|c| c.is_ascii_digit())
        || Era::all().any(|era| {
            word.strip_prefix(era.name())
                .is_some_and(|rest| rest.starts_with('元'))
        })
}

fn digits_only(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn terms(typed: &str) -> Vec<Term> {
        read(typed).unwrap().terms
    }

    fn word(text: &str) -> Term {
        Term::Word(text.to_owned())
    }

    fn address(text: &str) -> Term {
        Term::Address(text.to_owned())
    }

    #[test]
    fn an_address_is_told_from_a_date_and_from_a_name() {
        for typed in [
            "本町一丁目",
            "本町1-2",
            "桜木４番５号",
            "コーポ桜101",
            "昭和町1-2",
            "本町 1-2",
            "本町 2番3号",
        ] {
            let found = terms(typed);
            assert!(matches!(&*found, [Term::Address(_)]), "{typed}: {found:?}");
        }
        assert_eq!(terms("本町 1-2"), [address("本町1-2")]);
        assert_eq!(terms("本町一丁目 2番3号"), [address("本町一丁目2番3号")]);
        for typed in ["昭和55年4月1日", "S55.4.1", "昭55.4.1"] {
            assert!(matches!(&*terms(typed), [Term::Born(..)]), "{typed}");
        }
        assert_eq!(terms("桜木"), [word("桜木")]);
    }

    #[test]
    fn several_words_are_several_terms() {
        let born = Term::Born(day(1980, 1, 1), day(1980, 12, 31));
        assert_eq!(
            terms("ツジ 本町 S55 男"),
            [word("ツジ"), word("本町"), born, Term::Sex(Sex::Male)]
        );
        assert_eq!(terms("辻\u{E0100}"), [word("辻\u{E0100}")]);
        assert_eq!(terms("男"), [word("男")]);
        assert_eq!(terms("佐藤 4月1日"), [word("佐藤"), Term::Birthday(4, 1)]);
        assert_eq!(terms("4/1"), [Term::Birthday(4, 1)]);
    }

    #[test]
    fn numbers_are_told_by_their_form_or_their_name() {
        let number = |text: &str| Term::Number(text.to_owned());
        for (typed, term) in [
            ("123", number("123")),
            ("０００００００００００００１２", number("000000000000012")),
            ("宛名123", number("123")),
            (
                "宛名番号：000000000000012",
                Term::AddresseeNumber("000000000000012".into()),
            ),
            ("世帯123", Term::HouseholdNumber("123".into())),
            ("世帯番号:00123", Term::HouseholdNumber("00123".into())),
            ("090-0000-5678", Term::Phone("09000005678".into())),
            ("電話０９０００００５６７８", Term::Phone("09000005678".into())),
            ("+81-90-0000-5678", Term::Phone("09000005678".into())),
            ("09000005678", number("09000005678")),
            ("19801341", number("19801341")),
        ] {
            assert_eq!(terms(typed), [term], "{typed}");
        }
        let doubtful = read("佐藤 19800401").unwrap();
        assert_eq!(doubtful.terms[1], Term::Born(day(1980, 4, 1), day(1980, 4, 1)));
        assert_eq!(doubtful.as_number.unwrap()[1], number("19800401"));
        assert_eq!(read("S55").unwrap().as_number, None);
    }

    #[test]
    fn years_and_days_are_birth_dates() {
        for (text, first, last) in [
            ("S55", day(1980, 1, 1), day(1980, 12, 31)),
            ("1980", day(1980, 1, 1), day(1980, 12, 31)),
            ("昭和55年", day(1980, 1, 1), day(1980, 12, 31)),
            ("S55.4", day(1980, 4, 1), day(1980, 4, 30)),
            ("1980-04-01", day(1980, 4, 1), day(1980, 4, 1)),
            ("1980/4/1", day(1980, 4, 1), day(1980, 4, 1)),
            ("19800401", day(1980, 4, 1), day(1980, 4, 1)),
            ("昭和55年4月1日", day(1980, 4, 1), day(1980, 4, 1)),
            ("令和元年", day(2019, 5, 1), day(2019, 12, 31)),
        ] {
            assert_eq!(terms(text), [Term::Born(first, last)], "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_said_with_the_word() {
        for text in [
            "S55.13",
            "S70.1.1",
            "2026-02-30",
            "S55 H1",
            "Taro3",
            "1234567890123456",
            "電話110",
        ] {
            let error = read(text).unwrap_err();
            assert!(error.ends_with('。'), "{error}");
        }
    }

    #[test]
    fn blanks_are_nothing() {
        assert!(read(" \u{3000} ").unwrap().is_empty());
    }
}
