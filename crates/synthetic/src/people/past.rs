//! People who are no longer residents: whole households that moved out, and the dead.

use chrono::NaiveDate;
use madoguchi_model::household::Household;
use madoguchi_model::resident::{ProtectiveMeasure, ResidentState};

use super::record::{Numbers, household};
use super::shapes;
use crate::places::Plan;
use crate::random::Dice;

/// Past households: two in three moved out, the others were people who lived alone and died, one of a hundred
/// was removed by the mayor's office (職権消除).
pub(crate) fn past_households(
    plan: &Plan,
    numbers: &mut Numbers,
    dice: &mut Dice,
    on: NaiveDate,
    count: usize,
) -> Vec<Household> {
    (0..count)
        .map(|n| {
            let (state, sketches) = match n % 100 {
                99 => (ResidentState::Removed, shapes::single(dice, on)),
                n if n % 3 == 2 => (ResidentState::Dead, shapes::single(dice, on)),
                _ => (ResidentState::MovedOut, shapes::any(dice, on)),
            };
            let mut past = household(plan, numbers, dice, on, &sketches);
            for member in &mut past.members {
                member.state = state;
                member.protective_measure = ProtectiveMeasure::None;
                let circumstances = member.circumstances_mut();
                circumstances.card = None;
                circumstances.school = None;
                circumstances.owns_dog = false;
                circumstances.seal_registered = false;
            }
            past
        })
        .collect()
}
