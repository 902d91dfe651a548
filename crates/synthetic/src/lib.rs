//! Deterministic synthetic municipalities: invented people for the demo, for tests and for benchmarks.
//!
//! Nothing here is about a real person or place; the codes lie outside the assigned ones. The same [`Spec`] gives
//! the same data on every machine, ids included. Data only: whoever wants it stored or signed in to does that.

mod many;
mod names;
mod organisation;
mod people;
mod places;
mod random;
pub mod reference;
pub mod showcase;

use chrono::{Datelike, NaiveDate};
use madoguchi_model::household::Household;
use madoguchi_model::municipality::{self, ClosedDay, School, Town};
use madoguchi_model::open_days::OpenDays;
use madoguchi_model::staff::{Section, Staff};

pub use many::many;
pub use names::RARE_FAMILY_NAMES;
pub use places::Place;

use people::Numbers;
use random::Dice;

/// What to make.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spec {
    /// The place.
    pub place: Place,
    /// Where all choices start from.
    pub seed: u64,
    /// The day on which the data is true: ages and everything that hangs on them are as of this day.
    pub reference_date: NaiveDate,
    /// How many current residents live there, those of the showcase households included.
    pub residents: usize,
}

impl Spec {
    /// A place in the size of the demo.
    #[must_use]
    pub fn demo(place: Place, seed: u64, reference_date: NaiveDate) -> Self {
        Self {
            place,
            seed,
            reference_date,
            residents: place.demo_residents(),
        }
    }
}

/// A synthetic municipality with everything in it.
#[derive(Clone, PartialEq, Debug)]
pub struct Municipality {
    /// Code and names.
    pub municipality: municipality::Municipality,
    /// 課. The codes are those of the catalogue.
    pub sections: Vec<Section>,
    /// 町字.
    pub towns: Vec<Town>,
    /// 小中学校 with their districts.
    pub schools: Vec<School>,
    /// Closed days by law of the year before the reference date, its year and the two after it.
    pub closed_days: Vec<ClosedDay>,
    /// Accounts without passwords: `uketsuke1`, `uketsuke2` (front desk), one word a section (`shimin`, `hoken` …:
    /// back office; with `-kacho`: chief), `kanri` (administrator).
    pub staff: Vec<Staff>,
    /// Households with their members: showcase households, then current ones, then past ones, whose members have
    /// all moved out, died or been removed.
    pub households: Vec<Household>,
}

/// Makes a municipality.
#[must_use]
pub fn generate(spec: &Spec) -> Municipality {
    let plan = spec.place.plan();
    let on = spec.reference_date;
    // Places of one demo differ although they share its seed.
    let dice = &mut Dice::new(
        spec.seed ^ (spec.place as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15),
        on,
    );
    let sections = organisation::sections(plan, dice);
    let staff = organisation::staff(&sections, dice);

    let mut numbers = Numbers::default();
    let mut households = showcase::households(spec.place, &mut numbers, dice, on);
    let shown: usize = households.iter().map(|household| household.members.len()).sum();
    let others = spec.residents.saturating_sub(shown);
    let mut current = people::households(plan, &mut numbers, dice, on, others);
    people::make_some_unusual(&mut current, dice, on);
    households.append(&mut current);
    households.extend(people::past_households(
        plan,
        &mut numbers,
        dice,
        on,
        spec.residents / 60,
    ));

    let closed = |year| OpenDays::by_law().closed_days_of(year);
    Municipality {
        municipality: plan.municipality(),
        sections,
        towns: plan.towns(),
        schools: plan.schools(),
        closed_days: (on.year() - 1..=on.year() + 2).flat_map(closed).collect(),
        staff,
        households,
    }
}
