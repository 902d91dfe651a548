//! The new address within the municipality.

use madoguchi_model::address::Address;
use madoguchi_model::case::NewAddress;
use madoguchi_model::postcode;
use madoguchi_model::resident::Resident;

use super::{Known, Typed, town};
use crate::components::FormErrors;
use crate::staff::people::household_measure;

/// The address that was typed. People who join a household move to its address: nothing needs to be typed.
pub(super) fn read(
    typed: &Typed,
    known: Known<'_>,
    movers: &[&Resident],
    errors: &mut FormErrors,
) -> Option<NewAddress> {
    let blank = [&typed.postcode, &typed.town, &typed.block, &typed.building]
        .iter()
        .all(|field| field.trim().is_empty());
    if let Some(kept) = known.withheld.and_then(|withheld| withheld.new).filter(|_| blank) {
        return Some(kept.clone());
    }
    if known.joins() && blank {
        let theirs = known.household.members.first()?.address.clone();
        return Some(within(theirs));
    }
    let town = town::find(known.towns, &typed.town)
        .map_err(|error| errors.add("town", error))
        .ok();
    let block = typed.block.trim();
    if block.is_empty() {
        errors.add("block", "番地・号を入力してください。");
    }
    let town = town?;
    let address = Address {
        municipality_code: known.municipality.code.clone(),
        town_code: town.code.clone(),
        postcode: postcode::parse(&typed.postcode).unwrap_or_else(|| town.postcode.clone()),
        prefecture: known.municipality.prefecture.clone(),
        city: known.municipality.name.clone(),
        town: town.name.clone(),
        block: block.to_owned(),
        building: typed.building.trim().to_owned(),
    };
    // Of a protected household nobody learns by trying whether this is where it lives.
    let protected = household_measure(&known.household.members).protects();
    if !movers.is_empty()
        && !protected
        && movers
            .iter()
            .all(|mover| mover.address.one_line() == address.one_line())
    {
        errors.add("block", "新しい住所が今の住所と同じです。");
    }
    Some(within(address))
}

fn within(address: Address) -> NewAddress {
    NewAddress {
        address,
        abroad: false,
    }
}
