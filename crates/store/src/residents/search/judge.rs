//! Whether a candidate is a hit, how good a one, and by what.

use chrono::{Datelike, NaiveDate};
use madoguchi_model::address::Address;
use madoguchi_model::name::{Names, WrittenName};
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::search_grade::{Grade, TypedAddress, TypedName, TypedReading};

use super::Term;
use super::hit::{MatchedBy, Rank, ResidentHit};
use super::steps::{is_reading, is_written};

/// An entry of the register that is not the newest.
pub(super) struct Past {
    pub(super) names: Names,
    pub(super) address: Address,
}

/// What is looked for, folded once for all candidates.
pub(super) struct Judge<'a> {
    terms: Vec<Typed<'a>>,
    /// Words of one kind, as one text: 「佐藤 健」 is the beginning of a name.
    joined: Option<Joined>,
}

enum Joined {
    Reading(TypedReading),
    Written(TypedName),
}

/// A term, and what it can be of a name or an address.
struct Typed<'a> {
    term: &'a Term,
    name: Option<TypedName>,
    reading: Option<TypedReading>,
    address: Option<TypedAddress>,
    /// A word of [`Joined`].
    joins: bool,
}

impl<'a> Typed<'a> {
    fn new(term: &'a Term) -> Self {
        let (name, address) = match term {
            Term::Word(word) => (Some(word), Some(word)),
            Term::NamePart(word) => (Some(word), None),
            Term::Address(word) => (None, Some(word)),
            _ => (None, None),
        };
        Self {
            name: name.map(|word| TypedName::new(word)),
            reading: is_reading(term).map(TypedReading::new),
            address: address.map(|word| TypedAddress::new(word)),
            joins: is_reading(term).is_some() || is_written(term).is_some(),
            term,
        }
    }
}

/// What one person is called in one entry of the register.
struct Called<'a> {
    name: &'a WrittenName,
    alphabet: Option<&'a str>,
    former_family_name: Option<&'a WrittenName>,
    alias: Option<&'a WrittenName>,
}

impl<'a> Called<'a> {
    fn now(hit: &'a ResidentHit) -> Self {
        Self {
            name: &hit.name,
            alphabet: hit.alphabet.as_deref(),
            former_family_name: hit.former_family_name.as_ref(),
            alias: hit.alias.as_ref(),
        }
    }

    fn before(names: &'a Names) -> Self {
        Self {
            name: &names.name,
            alphabet: names.alphabet.as_deref(),
            former_family_name: names.former_family_name.as_ref(),
            alias: names.alias.as_ref(),
        }
    }
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
            (2.., 0) => Some(Joined::Reading(TypedReading::new(&readings.join(" ")))),
            (0, 2..) => Some(Joined::Written(TypedName::new(&written.join(" ")))),
            _ => None,
        };
        Self {
            terms: terms.iter().map(Typed::new).collect(),
            joined,
        }
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
        let joined = self.joined.as_ref().and_then(|joined| {
            let met = best(&Called::now(hit), |name| match joined {
                Joined::Reading(typed) => typed.grade(&name.kana),
                Joined::Written(typed) => typed.grade(&name.written),
            })?;
            (met.grade <= Grade::Begins).then_some(met)
        });
        let mut worst = joined.map_or(Grade::Whole, |met| met.grade);
        let mut by: Vec<MatchedBy> = joined.and_then(|met| met.by).into_iter().collect();
        for typed in &self.terms {
            if joined.is_some() && typed.joins {
                continue;
            }
            let met = met(typed, hit).or_else(|| met_before(typed, hit, past))?;
            let grade = match self.joined {
                Some(_) if typed.joins => met.grade.max(Grade::Word),
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

fn met(typed: &Typed<'_>, hit: &ResidentHit) -> Option<Met> {
    let when = |is: bool| is.then_some(Met::plainly(Grade::Whole));
    match typed.term {
        Term::Word(_) | Term::Reading(_) | Term::NamePart(_) | Term::Address(_) => {
            let by_name = named(typed, &Called::now(hit));
            let address = typed.address.as_ref().filter(|_| !hit.household_protected);
            let by_address = || address?.grade_of_key(&hit.address_key, &hit.address.building);
            better(by_name, || by_address().map(Met::plainly))
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

/// A word in earlier entries of the register. Who is protected has no address to be found by.
fn met_before(typed: &Typed<'_>, hit: &ResidentHit, past: &[Past]) -> Option<Met> {
    let met = past
        .iter()
        .filter_map(|past| named(typed, &Called::before(&past.names)))
        .min_by_key(|met| met.grade);
    if let Some(met) = met {
        return Some(Met {
            by: Some(MatchedBy::PastName),
            ..met
        });
    }
    let address = typed.address.as_ref().filter(|_| !hit.household_protected)?;
    let grade = past
        .iter()
        .filter_map(|past| address.grade(&past.address))
        .min()?;
    Some(Met {
        grade,
        by: Some(MatchedBy::PastAddress),
    })
}

/// A word in the names of one entry of the register.
fn named(typed: &Typed<'_>, called: &Called<'_>) -> Option<Met> {
    let written = typed.name.as_ref().and_then(|typed| {
        let main = best(called, |name| typed.grade(&name.written));
        better(main, || Some(Met::plainly(typed.grade(called.alphabet?)?)))
    });
    better(written, || {
        let typed = typed.reading.as_ref()?;
        best(called, |name| typed.grade(&name.kana))
    })
}

/// The better of two; the other is not looked for where it cannot be.
fn better(one: Option<Met>, other: impl FnOnce() -> Option<Met>) -> Option<Met> {
    if one.is_some_and(|met| met.grade == Grade::Whole) {
        return one;
    }
    match (one, other()) {
        (Some(one), Some(other)) if other.grade < one.grade => Some(other),
        (one, other) => one.or(other),
    }
}

/// The best grade among the names; the name itself before 旧氏 before 通称.
fn best(called: &Called<'_>, grade: impl Fn(&WrittenName) -> Option<Grade>) -> Option<Met> {
    let of = |name: Option<&WrittenName>, by| {
        let grade = name.and_then(&grade)?;
        Some(Met { grade, by })
    };
    let former = || of(called.former_family_name, Some(MatchedBy::FormerFamilyName));
    better(better(of(Some(called.name), None), former), || {
        of(called.alias, Some(MatchedBy::Alias))
    })
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
