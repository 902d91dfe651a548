//! The choices for one field of an address.

use madoguchi_model::address_key::fold;
use madoguchi_model::municipality::{Municipality, Town};
use madoguchi_model::municipality_code::named;
use madoguchi_model::postcode;
use madoguchi_model::romaji::romaji_key;
use madoguchi_store::places::{self, Place};
use madoguchi_store::{StoreError, TenantTx};

/// The field that choices are for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    /// 郵便番号.
    Postcode,
    /// 町字; outside the municipality 町名・番地 in one.
    Town,
    /// 番地・号.
    Block,
    /// 方書.
    Building,
}

impl Part {
    /// The part a field's name says.
    pub(crate) fn of(name: &str) -> Option<Self> {
        match name {
            "postcode" => Some(Self::Postcode),
            "town" | "rest" => Some(Self::Town),
            "block" => Some(Self::Block),
            "building" => Some(Self::Building),
            _ => None,
        }
    }
}

/// What was typed so far, and where it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    /// The municipality that is served.
    pub(crate) municipality: &'a Municipality,
    /// Its towns, for an address within; none for one outside.
    pub(crate) within: Option<&'a [Town]>,
    /// 郵便番号 as typed.
    pub(crate) postcode: &'a str,
    /// 都道府県・市区町村 as typed, outside.
    pub(crate) city: &'a str,
    /// 町字, or 町名・番地 outside.
    pub(crate) town: &'a str,
    /// 番地・号, within.
    pub(crate) block: &'a str,
}

/// One choice.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Choice {
    /// What is chosen.
    pub(crate) label: String,
    /// What helps to tell it from others: the reading, the 郵便番号, a condition.
    pub(crate) detail: String,
    /// Fields by the last part of their names, with what they become.
    pub(crate) fill: Vec<(&'static str, String)>,
}

/// The choices for a field.
pub(crate) async fn find(tx: &mut TenantTx, part: Part, asked: Asked<'_>) -> Result<Vec<Choice>, StoreError> {
    match part {
        Part::Postcode => by_postcode(tx, asked).await,
        Part::Town => match asked.within {
            Some(towns) => Ok(towns_here(towns, asked.town)),
            None => outside(tx, asked).await,
        },
        Part::Block => blocks(tx, asked).await,
        Part::Building => buildings(tx, asked).await,
    }
}

async fn by_postcode(tx: &mut TenantTx, asked: Asked<'_>) -> Result<Vec<Choice>, StoreError> {
    let Some(digits) = postcode::parse(asked.postcode) else {
        return Ok(Vec::new());
    };
    let found = places::by_postcode(tx, &digits).await?;
    let Some(towns) = asked.within else {
        return Ok(found.iter().map(whole).collect());
    };
    let mut choices: Vec<Choice> = towns
        .iter()
        .filter(|town| {
            let said = |place: &Place| {
                place.municipality_code == asked.municipality.code && place.town_code == town.code
            };
            town.postcode == digits || found.iter().any(said)
        })
        .map(|town| here(town, &digits))
        .collect();
    let buildings = found
        .iter()
        .filter(|place| place.municipality_code == asked.municipality.code && !place.building.is_empty());
    for place in buildings {
        let town = towns.iter().find(|town| fold(&town.name) == fold(&place.town));
        if let Some(town) = town {
            let mut choice = here(town, &digits);
            choice.label = format!("{}　{}", choice.label, place.building);
            choice.fill.push(("building", place.building.clone()));
            choices.push(choice);
        }
    }
    Ok(choices)
}

/// A town of the municipality.
fn here(town: &Town, digits: &str) -> Choice {
    Choice {
        label: town.name.clone(),
        detail: joined(&[&town.kana, &mark(digits)]),
        fill: vec![
            ("postcode", postcode::written(digits)),
            ("town", town.name.clone()),
        ],
    }
}

fn towns_here(towns: &[Town], typed: &str) -> Vec<Choice> {
    let (key, sound) = (fold(typed), romaji_key(typed));
    let fits = |town: &&Town| {
        fold(&town.name).contains(&key)
            || fold(&town.kana).starts_with(&key)
            || (sound.len() > 1 && romaji_key(&town.kana).starts_with(&sound))
    };
    let mut found: Vec<&Town> = towns.iter().filter(fits).collect();
    found.sort_by_key(|town| !fold(&town.name).starts_with(&key));
    found.into_iter().map(|town| here(town, &town.postcode)).collect()
}

/// A place outside with everything that is known of it.
fn whole(place: &Place) -> Choice {
    let city = [&*place.prefecture, &place.city].concat();
    let rest = [&*place.town, &place.block].concat();
    let building = if place.office.is_empty() {
        &place.building
    } else {
        &place.office
    };
    let mut fill = vec![("city", city.clone()), ("rest", rest.clone())];
    if !place.postcode.is_empty() {
        fill.push(("postcode", postcode::written(&place.postcode)));
    }
    if !building.is_empty() {
        fill.push(("building", building.clone()));
    }
    Choice {
        label: joined(&[&[city, rest].concat(), building]),
        detail: joined(&[&place.kana, &mark(&place.postcode), &place.condition]),
        fill,
    }
}

/// 町名 outside, and behind a whole 町名 its 番地.
async fn outside(tx: &mut TenantTx, asked: Asked<'_>) -> Result<Vec<Choice>, StoreError> {
    let code = match named(asked.city).as_slice() {
        [(code, _)] => Some(code.as_str().to_owned()),
        _ => None,
    };
    if asked.town.trim().is_empty() && asked.city.trim().is_empty() {
        return Ok(Vec::new());
    }
    let mut choices = Vec::new();
    if let Some(code) = &code {
        for place in places::at_beginning(tx, code, asked.town).await? {
            if let Some(typed) = asked.town.trim().strip_prefix(&*place.town) {
                let numbers = places::numbers(tx, code, &place.town_code, typed).await?;
                choices.extend(numbers.into_iter().map(|number| {
                    let rest = [&*place.town, &number].concat();
                    Choice {
                        label: rest.clone(),
                        detail: String::new(),
                        fill: vec![("rest", rest)],
                    }
                }));
            }
        }
    }
    if choices.is_empty() {
        let found = places::towns(tx, code.as_deref(), asked.town).await?;
        choices.extend(found.iter().map(whole));
    }
    Ok(choices)
}

async fn blocks(tx: &mut TenantTx, asked: Asked<'_>) -> Result<Vec<Choice>, StoreError> {
    let Some(town) = town_of(asked) else {
        return Ok(Vec::new());
    };
    let numbers = places::numbers(tx, &asked.municipality.code, &town.code, asked.block).await?;
    let choice = |number: String| Choice {
        label: number.clone(),
        detail: String::new(),
        fill: vec![("block", number)],
    };
    Ok(numbers.into_iter().map(choice).collect())
}

fn town_of(asked: Asked<'_>) -> Option<&Town> {
    let key = fold(asked.town);
    asked.within?.iter().find(|town| fold(&town.name) == key)
}

/// Buildings that the register knows at the address, and those that have the 郵便番号 for themselves.
async fn buildings(tx: &mut TenantTx, asked: Asked<'_>) -> Result<Vec<Choice>, StoreError> {
    let mut names = Vec::new();
    if asked.within.is_some() && !asked.block.trim().is_empty() {
        let key = fold(&[asked.town, asked.block].concat());
        names = places::buildings(tx, &key).await?;
    }
    if let Some(digits) = postcode::parse(asked.postcode) {
        let found = places::by_postcode(tx, &digits).await?;
        names.extend(found.into_iter().flat_map(|place| [place.building, place.office]));
    }
    names.retain(|name| !name.is_empty());
    names.dedup();
    let choice = |name: String| Choice {
        label: name.clone(),
        detail: String::new(),
        fill: vec![("building", name)],
    };
    Ok(names.into_iter().map(choice).collect())
}

fn mark(digits: &str) -> String {
    if digits.is_empty() {
        String::new()
    } else {
        format!("〒{}", postcode::written(digits))
    }
}

fn joined(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    parts.join("　")
}
