//! The statements a search is made of, the likeliest first. See `docs/search.md` for which kind of query takes which.

use chrono::NaiveDate;
use madoguchi_model::address_key::fold;
use madoguchi_model::kana::{is_kana, search_key};
use madoguchi_model::phone::phone_key;
use madoguchi_model::resident::Sex;
use madoguchi_model::search_tokens::{
    Groups, address_groups, beginnings, birth_groups, birthday_groups, either, kana_groups, name_groups,
};
use sqlx::QueryBuilder;
use uuid::Uuid;

use super::hit::COLUMNS;
use super::{ResidentSearch, Statement, Term};
use crate::codec::code;

/// How many people a step that does not order them reads. What is cut is said ([`super::Hits::more`]).
pub(super) const CANDIDATES: usize = 400;

/// Digits of the shortest end of a number that is looked up.
pub(super) const SHORTEST_END: usize = 4;

/// Digits of a 宛名番号 and of a 世帯番号.
pub(super) const DIGITS: usize = 15;

/// Parts the tokens of a group for the database's function.
const BETWEEN_TOKENS: &str = "\u{1f}";

/// One statement.
#[derive(Debug)]
pub(super) enum Step {
    /// A key of the register within one of these ranges (the upper end not included), in the key's order, as many as
    /// are asked for of present and as many of past residents.
    Begins { key: Key, ranges: Vec<(String, String)> },
    /// Born in these days, in their order.
    Born(NaiveDate, NaiveDate),
    /// With an unknown birth date that can be in these days.
    UnknownBirth(NaiveDate, NaiveDate),
    /// With a token of each group, now or in any entry of the register.
    Tokens { groups: Vec<String>, past: bool },
    /// 宛名番号 within one of these ranges.
    Numbers(Vec<(String, String)>),
    /// 宛名番号 that, read backwards, is in this range.
    NumberEnd(String, String),
    /// 世帯番号 within one of these ranges.
    Households(Vec<(String, String)>),
    /// Visitors of a case with this number.
    Phone(String),
}

/// What is ordered by an index.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Key {
    Kana,
    Name,
    Address,
}

/// The steps of a search; none when no term says anything, or a word nothing.
pub(super) fn of(terms: &[Term]) -> Vec<Step> {
    if let Some(steps) = by_number(terms) {
        return steps;
    }
    let born = terms.iter().find_map(|term| match term {
        Term::Born(first, last) => Some((*first, *last)),
        _ => None,
    });
    let mut groups = Groups::new();
    let mut words = 0;
    for term in terms {
        let asked = match term {
            Term::Sex(_) => continue,
            Term::Birthday(month, day) => birthday_groups(*month, *day),
            Term::Born(first, last) => birth_groups(*first, *last),
            _ => {
                words += 1;
                word_groups(term)
            }
        };
        if asked.is_empty() {
            return Vec::new();
        }
        groups.extend(asked);
    }
    if groups.is_empty() {
        return Vec::new();
    }
    let birthday = terms.iter().any(|term| matches!(term, Term::Birthday(..)));
    if let (0, false, Some((first, last))) = (words, birthday, born) {
        return vec![Step::Born(first, last), Step::UnknownBirth(first, last)];
    }
    let mut steps = if birthday { Vec::new() } else { beginning(terms) };
    let groups: Vec<String> = groups.iter().map(|group| group.join(BETWEEN_TOKENS)).collect();
    for past in [false, true] {
        steps.push(Step::Tokens {
            groups: groups.clone(),
            past,
        });
    }
    steps
}

/// A word that can be a reading.
pub(super) fn is_reading(term: &Term) -> Option<&str> {
    match term {
        Term::Reading(word) => Some(word),
        Term::Word(word) if word.chars().all(is_kana) => Some(word),
        _ => None,
    }
}

/// A word that can be a part of a written name and is no reading.
pub(super) fn is_written(term: &Term) -> Option<&str> {
    match term {
        Term::NamePart(word) => Some(word),
        Term::Word(word) if !word.chars().all(is_kana) => Some(word),
        _ => None,
    }
}

fn word_groups(term: &Term) -> Groups {
    match term {
        Term::Word(word) => {
            let name = match is_reading(term) {
                Some(reading) => either(kana_groups(reading), name_groups(word)),
                None => name_groups(word),
            };
            either(name, address_groups(word))
        }
        Term::Reading(word) => kana_groups(word),
        Term::NamePart(word) => name_groups(word),
        Term::Address(word) => address_groups(word),
        _ => Groups::new(),
    }
}

/// Words of one kind are, first of all, the beginning of a name or reading; one word also that of an address.
fn beginning(terms: &[Term]) -> Vec<Step> {
    let words: Vec<&Term> = terms
        .iter()
        .filter(|term| !matches!(term, Term::Sex(_) | Term::Born(..)))
        .collect();
    let all = |kind: fn(&Term) -> Option<&str>| -> Option<String> {
        let texts: Option<Vec<&str>> = words.iter().map(|term| kind(term)).collect();
        texts.map(|texts| texts.join(" "))
    };
    let mut steps = Vec::new();
    if let Some(reading) = all(is_reading) {
        let ranges = vec![beginning_with(search_key(&reading))];
        steps.push(Step::Begins {
            key: Key::Kana,
            ranges,
        });
    }
    if let Some(written) = all(is_written) {
        let ranges = beginnings(&written).into_iter().map(beginning_with).collect();
        steps.push(Step::Begins {
            key: Key::Name,
            ranges,
        });
    }
    if let [Term::Word(word) | Term::Address(word)] = &*words {
        let key = fold(word);
        if key.chars().count() > 1 {
            let ranges = vec![beginning_with(key)];
            steps.push(Step::Begins {
                key: Key::Address,
                ranges,
            });
        }
    }
    steps
}

/// A number finds few, by itself: the other terms only decide.
fn by_number(terms: &[Term]) -> Option<Vec<Step>> {
    // A telephone number is told by how somebody was found, so it must be what finds.
    let phone = terms.iter().find_map(|term| match term {
        Term::Phone(number) => Some(phone_key(number).map(Step::Phone).into_iter().collect()),
        _ => None,
    });
    phone.or_else(|| {
        terms.iter().find_map(|term| match term {
            Term::AddresseeNumber(number) => Some(vec![Step::Numbers(vec![(
                number.clone(),
                format!("{number}\u{1}"),
            )])]),
            Term::HouseholdNumber(digits) => Some(vec![Step::Households(number_ranges(digits))]),
            Term::Number(digits) => Some(any_number(digits)),
            _ => None,
        })
    })
}

fn any_number(digits: &str) -> Vec<Step> {
    let ranges = number_ranges(digits);
    let mut steps = vec![Step::Numbers(ranges.clone()), Step::Households(ranges)];
    if digits.len() >= SHORTEST_END {
        let end: String = digits.chars().rev().collect();
        let above = format!("{end}:");
        steps.push(Step::NumberEnd(end, above));
    }
    steps.extend(phone_key(digits).map(Step::Phone));
    steps
}

/// Where numbers lie that begin with these digits behind any number of zeros; the whole number first. All digits of a
/// number are that number alone.
fn number_ranges(digits: &str) -> Vec<(String, String)> {
    if digits.len() == DIGITS {
        return vec![(digits.to_owned(), format!("{digits}\u{1}"))];
    }
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() || significant.len() > DIGITS {
        return Vec::new();
    }
    (significant.len()..=DIGITS)
        .map(|length| {
            let low = format!("{}{significant}", "0".repeat(DIGITS - length));
            let high = format!("{low}:");
            (low, high)
        })
        .collect()
}

/// Texts with this beginning, in the order of code points.
fn beginning_with(key: String) -> (String, String) {
    let above = format!("{key}{}", char::MAX);
    (key, above)
}

impl Step {
    /// It gives the first of its order, and says nothing of the others.
    pub(super) fn is_ordered(&self) -> bool {
        matches!(self, Self::Begins { .. } | Self::Born(..))
    }

    /// Whom it finds may be hits by an earlier entry of the register.
    pub(super) fn tells_of_the_past(&self) -> bool {
        match self {
            Self::Tokens { past, .. } => *past,
            Self::Numbers(_) | Self::NumberEnd(..) | Self::Households(_) | Self::Phone(_) => true,
            Self::Begins { .. } | Self::Born(..) | Self::UnknownBirth(..) => false,
        }
    }

    /// The statement; none when it would find nobody.
    pub(super) fn statement(&self, before: &str, tenant: Uuid, search: &ResidentSearch) -> Option<Statement> {
        let mut query = QueryBuilder::new(before);
        let limit = i64::from(search.limit) + 1;
        match self {
            Self::Begins { key, ranges } => begins(&mut query, tenant, *key, ranges, &search.terms, limit),
            Self::Born(first, last) => born(&mut query, tenant, (*first, *last), &search.terms, limit),
            Self::UnknownBirth(first, last) => {
                from_residents(&mut query, WITHOUT_NUMBERS, tenant);
                query
                    .push(" AND r.birth_text IS NOT NULL AND r.birth_earliest <= ")
                    .push_bind(*last);
                query.push(" AND r.birth_latest >= ").push_bind(*first);
                sex(&mut query, &search.terms);
                query.push(" ORDER BY r.birth_earliest, r.resident_id");
                at_most(&mut query);
            }
            Self::Tokens { groups, past } => {
                from_residents(&mut query, WITHOUT_NUMBERS, tenant);
                // As an array, so that they are looked up one by one however many the planner expects.
                query.push(" AND r.resident_id = ANY (ARRAY (SELECT residents_with_tokens(");
                query
                    .push_bind(groups.clone())
                    .push(", ")
                    .push_bind(*past)
                    .push(", ");
                query
                    .push_bind(i32::try_from(CANDIDATES).unwrap_or(i32::MAX))
                    .push(")))");
            }
            Self::Numbers(ranges) if ranges.is_empty() => return None,
            Self::Numbers(ranges) => numbers(&mut query, tenant, ranges),
            Self::NumberEnd(low, high) => {
                from_residents(&mut query, WITH_NUMBERS, tenant);
                query.push(" AND r.number_end >= ").push_bind(low.clone());
                query.push(" AND r.number_end < ").push_bind(high.clone());
                query.push(" ORDER BY r.number_end");
                at_most(&mut query);
            }
            Self::Households(ranges) if ranges.is_empty() => return None,
            Self::Households(ranges) => households(&mut query, tenant, ranges),
            Self::Phone(phone) => {
                select(&mut query, WITH_NUMBERS, "true");
                query
                    .push(" FROM residents r WHERE r.tenant_id = ")
                    .push_bind(tenant);
                query.push(" AND r.resident_id = ANY (ARRAY (SELECT (c.visitor ->> 'resident_id')::uuid FROM cases c WHERE c.tenant_id = ");
                query
                    .push_bind(tenant)
                    .push(" AND c.phone_key = ")
                    .push_bind(phone.clone());
                query.push(" ORDER BY c.case_id DESC");
                at_most(&mut query);
                query.push("))");
            }
        }
        Some(query)
    }
}

/// What the judge of numbers reads beside what every hit shows.
const WITH_NUMBERS: &str = ", (SELECT u.household_number FROM households u WHERE u.tenant_id = r.tenant_id
    AND u.household_id = r.household_id) AS household_number, ";

/// Words are not judged by the number of the household: it is not looked up for every candidate.
const WITHOUT_NUMBERS: &str = ", NULL::text AS household_number, ";

fn select(query: &mut Statement, numbers: &str, by_phone: &str) {
    query.push("SELECT ").push(COLUMNS).push(numbers);
    query.push(by_phone).push(" AS by_phone");
}

fn from_residents(query: &mut Statement, numbers: &str, tenant: Uuid) {
    select(query, numbers, "false");
    query
        .push(" FROM residents r WHERE r.tenant_id = ")
        .push_bind(tenant);
}

fn at_most(query: &mut Statement) {
    query
        .push(" LIMIT ")
        .push_bind(i64::try_from(CANDIDATES).unwrap_or(i64::MAX));
}

fn sex(query: &mut Statement, terms: &[Term]) {
    if let Some(sex) = wanted_sex(terms) {
        query.push(" AND r.sex = ").push_bind(code(&sex));
    }
}

fn wanted_sex(terms: &[Term]) -> Option<Sex> {
    terms.iter().find_map(|term| match term {
        Term::Sex(sex) => Some(*sex),
        _ => None,
    })
}

/// Present residents, then past ones, each in the key's order; birth and sex narrow within the index.
fn begins(
    query: &mut Statement,
    tenant: Uuid,
    key: Key,
    ranges: &[(String, String)],
    terms: &[Term],
    limit: i64,
) {
    let column = match key {
        Key::Kana => "kana_key",
        Key::Name => "name_key",
        Key::Address => "address_key",
    };
    let (low, high): (Vec<String>, Vec<String>) = ranges.iter().cloned().unzip();
    for gone in ["false", "true"] {
        query.push(if gone == "false" { "(" } else { ") UNION ALL (" });
        select(query, WITHOUT_NUMBERS, "false");
        query
            .push(" FROM unnest(")
            .push_bind(low.clone())
            .push("::text[], ");
        query
            .push_bind(high.clone())
            .push("::text[]) AS bounds (low, high) CROSS JOIN LATERAL (");
        query
            .push("SELECT * FROM residents r WHERE r.tenant_id = ")
            .push_bind(tenant);
        query.push(format!(
            " AND r.gone = {gone} AND r.{column} >= bounds.low COLLATE \"C\" AND r.{column} < bounds.high COLLATE \"C\""
        ));
        for term in terms {
            if let Term::Born(first, last) = term {
                query.push(" AND r.birth_earliest BETWEEN ").push_bind(*first);
                query.push(" AND ").push_bind(*last);
            }
        }
        sex(query, terms);
        if key == Key::Address {
            query.push(
                " AND NOT EXISTS (SELECT FROM residents p WHERE p.tenant_id = r.tenant_id
                    AND p.household_id = r.household_id AND p.protective_measure <> 'none')",
            );
        }
        query.push(format!(
            " ORDER BY r.{column}, r.birth_earliest, r.resident_id LIMIT "
        ));
        query.push_bind(limit).push(") r");
        // The spellings of a name come in their order, the typed one first.
        at_most(query);
    }
    query.push(")");
}

fn born(
    query: &mut Statement,
    tenant: Uuid,
    (first, last): (NaiveDate, NaiveDate),
    terms: &[Term],
    limit: i64,
) {
    for gone in ["false", "true"] {
        query.push(if gone == "false" { "(" } else { ") UNION ALL (" });
        from_residents(query, WITHOUT_NUMBERS, tenant);
        query
            .push(format!(" AND r.gone = {gone} AND r.birth_earliest BETWEEN "))
            .push_bind(first);
        query.push(" AND ").push_bind(last);
        sex(query, terms);
        query
            .push(" ORDER BY r.birth_earliest, r.kana_key, r.resident_id LIMIT ")
            .push_bind(limit);
    }
    query.push(")");
}

fn numbers(query: &mut Statement, tenant: Uuid, ranges: &[(String, String)]) {
    bounds(query, ranges);
    query
        .push("SELECT * FROM residents r WHERE r.tenant_id = ")
        .push_bind(tenant);
    query.push(
        " AND r.addressee_number >= bounds.low COLLATE \"C\" AND r.addressee_number < bounds.high COLLATE \"C\"
         ORDER BY r.addressee_number",
    );
    at_most(query);
    query.push(") r");
    at_most(query);
}

fn households(query: &mut Statement, tenant: Uuid, ranges: &[(String, String)]) {
    bounds(query, ranges);
    query.push(
        "SELECT r.* FROM households h JOIN residents r ON r.tenant_id = h.tenant_id AND r.household_id = h.household_id
         WHERE h.tenant_id = ",
    );
    query.push_bind(tenant);
    query.push(
        " AND h.household_number >= bounds.low COLLATE \"C\" AND h.household_number < bounds.high COLLATE \"C\"
         ORDER BY h.household_number, r.position",
    );
    at_most(query);
    query.push(") r");
    at_most(query);
}

fn bounds(query: &mut Statement, ranges: &[(String, String)]) {
    let (low, high): (Vec<String>, Vec<String>) = ranges.iter().cloned().unzip();
    select(query, WITH_NUMBERS, "false");
    query.push(" FROM unnest(").push_bind(low).push("::text[], ");
    query
        .push_bind(high)
        .push("::text[]) AS bounds (low, high) CROSS JOIN LATERAL (");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_looked_up_behind_any_number_of_zeros() {
        let ranges = number_ranges("0012");
        assert_eq!(ranges.len(), 14);
        assert_eq!(ranges[0], ("000000000000012".into(), "000000000000012:".into()));
        assert_eq!(ranges[13].0, "12");
        assert!(number_ranges("000").is_empty());
    }

    #[test]
    fn what_says_nothing_finds_nobody() {
        assert!(of(&[]).is_empty());
        assert!(of(&[Term::Sex(Sex::Male)]).is_empty());
        assert!(of(&[Term::Reading("ー".into())]).is_empty());
        assert!(of(&[Term::Address("1-2".into())]).is_empty());
        assert!(of(&[Term::Phone("110".into())]).is_empty());
    }
}
