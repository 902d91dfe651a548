//! Households and their people: who lives together, what they are called, what they are insured by.

mod benefits;
mod card;
mod foreign;
mod housing;
mod insurance;
mod past;
mod record;
mod shapes;
mod sketch;
mod unusual;

use chrono::NaiveDate;
use madoguchi_model::household::Household;

pub(crate) use past::past_households;
pub(crate) use record::Numbers;
pub(crate) use unusual::make_some_unusual;

use crate::places::Plan;
use crate::random::Dice;

/// Makes households until `residents` people live in them. The last ones are single, so that the number is met
/// exactly.
pub(crate) fn households(
    plan: &Plan,
    numbers: &mut Numbers,
    dice: &mut Dice,
    on: NaiveDate,
    residents: usize,
) -> Vec<Household> {
    let mut all = Vec::new();
    let mut left = residents;
    while left > 0 {
        let mut sketches = shapes::any(dice, on);
        if sketches.len() > left {
            sketches = shapes::single(dice, on);
        }
        foreign::make_some_foreign(&mut sketches, dice, on);
        left -= sketches.len();
        all.push(record::household(plan, numbers, dice, on, &sketches));
    }
    all
}
