//! More people than fit in memory at once.

use chrono::NaiveDate;
use madoguchi_model::addressee_number::AddresseeNumber;
use madoguchi_model::household::Household;

use crate::{Place, Spec, generate};

/// People made at once.
const BLOCK: usize = 20_000;
/// Numbers kept apart for a block.
const NUMBERS: u64 = 1_000_000;

/// The households of so many current residents of a place, block by block: each block is a municipality of its own
/// seed, with numbers of its own. Past residents come on top.
pub fn many(
    place: Place,
    seed: u64,
    reference_date: NaiveDate,
    residents: usize,
) -> impl Iterator<Item = Household> {
    let blocks = residents.div_ceil(BLOCK);
    (0..blocks).flat_map(move |block| {
        let number = u64::try_from(block).unwrap_or(u64::MAX);
        let spec = Spec {
            place,
            seed: seed.wrapping_add(number),
            reference_date,
            residents: (residents - block * BLOCK).min(BLOCK),
        };
        let households = generate(&spec).households;
        households
            .into_iter()
            .map(move |household| renumbered(household, number * NUMBERS))
    })
}

fn renumbered(mut household: Household, offset: u64) -> Household {
    let shift = |number: &mut String| {
        let serial = number.get(..14).and_then(|serial| serial.parse::<u64>().ok());
        if let Some(serial) = serial {
            *number = AddresseeNumber::from_serial(serial + offset).to_string();
        }
    };
    shift(&mut household.household_number);
    for member in &mut household.members {
        member.addressee_number.as_mut().map(shift);
    }
    household
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn numbers_are_nobody_elses_and_the_first_block_is_the_municipality() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        let (mut people, mut households, mut current) = (HashSet::new(), HashSet::new(), 0);
        for household in many(Place::Mihon, 3, day, BLOCK + 500) {
            assert!(households.insert(household.household_number.clone()));
            for member in &household.members {
                assert!(people.insert(member.addressee_number.clone().unwrap()));
                current += usize::from(member.state == madoguchi_model::resident::ResidentState::Current);
            }
        }
        assert_eq!(current, BLOCK + 500);
    }
}
