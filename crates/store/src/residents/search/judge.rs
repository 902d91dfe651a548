//! Whether a candidate is a hit, how good a one, and by what.

use chrono::{Datelike, NaiveDate};
use madoguchi_model::address::Address;
use madoguchi_model::name::{Names, WrittenName};
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::search_grade::{Grade, address_grade, kana_grade, name_grade};

use super::Term;
use super::hit::{MatchedBy, Rank, ResidentHit};
use super::steps::{is_reading, is_written};

/// An entry of the register that is not the newest.
pub(super) struct Past {
    pub(super) names: Names,
    pub(super) address: Address,
}

/// What is looked for.
pub(super) struct Judge<'a> {
    terms: &'a [Term],
    /// Words of one kind, as one text: 「佐藤 健」 is the beginning of a name.
    joined: Option<(Kind, String)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Reading,
    Written,
}

/// How a term was met.
#[derive(Clone, Copy)]
struct Met {
    grade: Grade,
    by: Option<MatchedBy>,
}

impl Met {
    fn plainly(grade: Grade) -> Self {
        Self { grade, by: None }
    }
}

impl<'a> Judge<'a> {
    pub(super) fn new(terms: &'a [Term]) -> Self {
        let of = |kind: fn(&Term) -> Option<&str>| -> Vec<&str> { terms.iter().filter_map(kind).collect() };
        let (readings, written) = (of(is_reading), of(is_written));
        let joined = match (readings.len(), written.len()) {
            (2.., 0) => Some((Kind::Reading, readings.join(" "))),
            (0, 2..) => Some((Kind::Written, written.join(" "))),
            _ => None,
        };
        Self { terms, joined }
    }

    /// By what the register says now.
    pub(super) fn now(&self, hit: &mut ResidentHit) -> Option<Rank> {
        self.judge(hit, &[])
    }

    /// By what it says now and what it said before.
    pub(super) fn ever(&self, hit: &mut ResidentHit, past: &[Past]) -> Option<Rank> {
        self.judge(hit, past)
    }

    fn judge(&self, hit: &mut ResidentHit, past: &[Past]) -> Option<Rank> {
        let joined = self.joined.as_ref().and_then(|(kind, text)| {
            let met = best(&hit.names(), |name| match kind {
                Kind::Reading => kana_grade(&name.kana, text),
                Kind::Written => name_grade(&name.written, text),
            })?;
            (met.grade <= Grade::Begins).then_some(met)
        });
        let mut worst = joined.map_or(Grade::Whole, |met| met.grade);
        let mut by: Vec<MatchedBy> = joined.and_then(|met| met.by).into_iter().collect();
        for term in self.terms {
            if joined.is_some() && (is_reading(term).is_some() || is_written(term).is_some()) {
                continue;
            }
            let met = met(term, hit).or_else(|| met_before(term, hit, past))?;
            let grade = match self.joined {
                Some(_) if is_reading(term).is_some() || is_written(term).is_some() => {
                    met.grade.max(Grade::Word)
                }
                _ => met.grade,
            };
            worst = worst.max(grade);
            by.extend(met.by);
        }
        by.sort_unstable();
        by.dedup();
        let before = by
            .iter()
            .any(|by| matches!(by, MatchedBy::PastName | MatchedBy::PastAddress));
        hit.matched = by;
        Some(hit.rank(before, worst))
    }
}

fn met(term: &Term, hit: &ResidentHit) -> Option<Met> {
    let when = |is: bool| is.then_some(Met::plainly(Grade::Whole));
    match term {
        Term::Word(_) | Term::Reading(_) | Term::NamePart(_) | Term::Address(_) => {
            in_entry(term, &hit.names(), &hit.address, hit.household_protected)
        }
        Term::Born(first, last) => {
            let (earliest, latest) = hit.birth_date.range();
            when(earliest <= *last && latest >= *first)
        }
        Term::Birthday(month, day) => when(can_be_birthday(&hit.birth_date, *month, *day)),
        Term::Sex(sex) => when(hit.sex == *sex),
        Term::AddresseeNumber(number) => when(hit.addressee_number == *number),
        Term::Number(digits) => number(&hit.addressee_number, digits, true)
            .map(Met::plainly)
            .or_else(|| household(hit, digits))
            .or_else(|| phone(hit)),
        Term::HouseholdNumber(digits) => household(hit, digits),
        Term::Phone(_) => phone(hit),
    }
}

/// A word in earlier entries of the register.
fn met_before(term: &Term, hit: &ResidentHit, past: &[Past]) -> Option<Met> {
    let met = past
        .iter()
        .filter_map(|past| in_entry(term, &past.names, &past.address, true))
        .min_by_key(|met| met.grade);
    if let Some(met) = met {
        return Some(Met {
            by: Some(MatchedBy::PastName),
            ..met
        });
    }
    let (Term::Word(typed) | Term::Address(typed)) = term else {
        return None;
    };
    if hit.household_protected {
        return None;
    }
    let grade = past
        .iter()
        .filter_map(|past| address_grade(&past.address, typed))
        .min()?;
    Some(Met {
        grade,
        by: Some(MatchedBy::PastAddress),
    })
}

/// A word in one entry of the register. Who is protected has no address to be found by.
fn in_entry(term: &Term, names: &Names, address: &Address, protected: bool) -> Option<Met> {
    let by_address = |typed: &str| {
        let grade = if protected {
            None
        } else {
            address_grade(address, typed)
        };
        grade.map(Met::plainly)
    };
    let by_name = |typed: &str| {
        let main = best(names, |name| name_grade(&name.written, typed));
        let alphabet = names
            .alphabet
            .as_ref()
            .and_then(|alphabet| name_grade(alphabet, typed));
        better(main, alphabet.map(Met::plainly))
    };
    let by_reading = |typed: &str| best(names, |name| kana_grade(&name.kana, typed));
    match term {
        Term::Word(typed) => better(
            better(by_name(typed), is_reading(term).and_then(by_reading)),
            by_address(typed),
        ),
        Term::Reading(typed) => by_reading(typed),
        Term::NamePart(typed) => by_name(typed),
        Term::Address(typed) => by_address(typed),
        _ => None,
    }
}

fn better(one: Option<Met>, other: Option<Met>) -> Option<Met> {
    match (one, other) {
        (Some(one), Some(other)) if other.grade < one.grade => Some(other),
        (one, other) => one.or(other),
    }
}

/// The best grade among the names; the name itself before 旧氏 before 通称.
fn best(names: &Names, grade: impl Fn(&WrittenName) -> Option<Grade>) -> Option<Met> {
    let of = |name: Option<&WrittenName>, by| {
        let grade = name.and_then(&grade)?;
        Some(Met { grade, by })
    };
    better(
        better(
            of(Some(&names.name), None),
            of(
                names.former_family_name.as_ref(),
                Some(MatchedBy::FormerFamilyName),
            ),
        ),
        of(names.alias.as_ref(), Some(MatchedBy::Alias)),
    )
}

fn can_be_birthday(birth: &RegisterDate, month: u32, day: u32) -> bool {
    let (earliest, latest) = birth.range();
    (earliest.year()..=latest.year())
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .any(|date| earliest <= date && date <= latest)
}

/// How digits meet a number of the register, leading zeros or not.
fn number(number: &str, digits: &str, end: bool) -> Option<Grade> {
    if digits.len() == super::steps::DIGITS {
        return (number == digits).then_some(Grade::Whole);
    }
    let (significant, typed) = (number.trim_start_matches('0'), digits.trim_start_matches('0'));
    if typed.is_empty() {
        return None;
    }
    if significant == typed {
        return Some(Grade::Whole);
    }
    if significant.starts_with(typed) {
        return Some(Grade::Begins);
    }
    (end && digits.len() >= super::steps::SHORTEST_END && number.ends_with(digits)).then_some(Grade::Part)
}

fn household(hit: &ResidentHit, digits: &str) -> Option<Met> {
    let grade = number(hit.household_number.as_deref()?, digits, false)?;
    Some(Met {
        grade,
        by: Some(MatchedBy::HouseholdNumber),
    })
}

fn phone(hit: &ResidentHit) -> Option<Met> {
    let met = Met {
        grade: Grade::Whole,
        by: Some(MatchedBy::Phone),
    };
    (hit.by_phone && !hit.household_protected).then_some(met)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_begin_or_end_a_number() {
        let whole = "000000123456784";
        for (typed, grade) in [
            ("123456784", Some(Grade::Whole)),
            ("000000123456784", Some(Grade::Whole)),
            ("1234", Some(Grade::Begins)),
            ("6784", Some(Grade::Part)),
            ("784", None),
            ("2345", None),
            ("0", None),
        ] {
            assert_eq!(number(whole, typed, true), grade, "{typed}");
        }
        assert_eq!(number(whole, "6784", false), None);
    }

    #[test]
    fn a_birthday_may_be_unknown() {
        let unknown = RegisterDate::Unknown {
            earliest: "1940-01-01".parse().unwrap(),
            latest: "1940-06-30".parse().unwrap(),
            text: "昭和15年上半期".into(),
        };
        assert!(can_be_birthday(&unknown, 5, 1) && !can_be_birthday(&unknown, 7, 1));
        let leap = RegisterDate::Known("1980-02-29".parse().unwrap());
        assert!(can_be_birthday(&leap, 2, 29) && !can_be_birthday(&leap, 2, 28));
    }
}
