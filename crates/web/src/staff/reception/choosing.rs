//! Choosing an address without script: a button shows the choices for what was typed, and each choice is a button that
//! fills it in. The page comes back with everything that was typed.

use madoguchi_model::municipality::Town;
use madoguchi_store::TenantTx;

use super::typed::TypedOutside;
use super::{Known, Typed};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::staff::addresses::{Asked, Choice, Part, find};

/// The choices that a page shows for one of its addresses.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Choosing {
    /// `here`, `former` or `destination`; empty where nothing is being chosen.
    pub(super) place: &'static str,
    /// Value of the button, words, and what tells it from others.
    pub(super) choices: Vec<(String, String, String)>,
}

const PLACES: [&str; 3] = ["here", "former", "destination"];

/// Fills in the choice whose button was pressed.
pub(super) fn chosen(typed: &mut Typed, form: &FormData) -> Option<&'static str> {
    let choice = form.raw("choose");
    let (place, fields) = choice.split_once('?')?;
    let place = PLACES.into_iter().find(|known| *known == place)?;
    for (field, value) in form_urlencoded::parse(fields.as_bytes()) {
        let outside = match place {
            "former" => Some(&mut typed.former),
            "destination" => Some(&mut typed.destination),
            _ => None,
        };
        let (here, other): (Option<&mut String>, _) = (None, outside);
        let target = match (other, &*field) {
            (Some(outside), "postcode") => Some(&mut outside.postcode),
            (Some(outside), "city") => Some(&mut outside.city),
            (Some(outside), "rest") => Some(&mut outside.rest),
            (Some(outside), "building") => Some(&mut outside.building),
            (None, "postcode") => Some(&mut typed.postcode),
            (None, "town") => Some(&mut typed.town),
            (None, "block") => Some(&mut typed.block),
            (None, "building") => Some(&mut typed.building),
            _ => here,
        };
        if let Some(target) = target {
            *target = value.into_owned();
        }
    }
    Some(place)
}

/// The choices that the page's button asks for, or those that follow what was just chosen.
pub(super) async fn asked(
    tx: &mut TenantTx,
    typed: &Typed,
    known: Known<'_>,
    place: &str,
) -> Result<Choosing, PageError> {
    let Some(place) = PLACES.into_iter().find(|known| *known == place) else {
        return Ok(Choosing::default());
    };
    let found = match place {
        "former" => outside(tx, &typed.former, known).await?,
        "destination" => outside(tx, &typed.destination, known).await?,
        _ => within(tx, typed, known).await?,
    };
    let choices = found.into_iter().map(|choice| {
        let fields = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(choice.fill)
            .finish();
        (format!("{place}?{fields}"), choice.label, choice.detail)
    });
    Ok(Choosing {
        place,
        choices: choices.collect(),
    })
}

async fn within(tx: &mut TenantTx, typed: &Typed, known: Known<'_>) -> Result<Vec<Choice>, PageError> {
    let asked = Asked {
        municipality: known.municipality,
        within: Some(known.towns),
        postcode: &typed.postcode,
        city: "",
        town: &typed.town,
        block: &typed.block,
    };
    let is_whole = |town: &Town| town.name == typed.town.trim();
    let parts: &[Part] = if known.towns.iter().any(is_whole) {
        &[Part::Block, Part::Building]
    } else if typed.town.trim().is_empty() {
        &[Part::Postcode]
    } else {
        &[Part::Town]
    };
    let mut found = Vec::new();
    for part in parts {
        found.extend(find(tx, *part, asked).await?);
    }
    Ok(found)
}

async fn outside(
    tx: &mut TenantTx,
    typed: &TypedOutside,
    known: Known<'_>,
) -> Result<Vec<Choice>, PageError> {
    let asked = Asked {
        municipality: known.municipality,
        within: None,
        postcode: &typed.postcode,
        city: &typed.city,
        town: &typed.rest,
        block: "",
    };
    let part = if typed.rest.trim().is_empty() && !typed.postcode.trim().is_empty() {
        Part::Postcode
    } else {
        Part::Town
    };
    Ok(find(tx, part, asked).await?)
}
