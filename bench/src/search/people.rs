//! Some of the people of the city, by whom it is searched.

use madoguchi_model::resident::{Resident, ResidentState};

/// One in so many is kept.
const APART: usize = 499;

/// What an officer may know of somebody.
#[derive(Default)]
pub(crate) struct People {
    seen: usize,
    /// People of all kinds.
    pub(crate) anybody: Vec<Resident>,
    /// People with a name in the alphabet.
    pub(crate) foreign: Vec<Resident>,
    /// People with 通称.
    pub(crate) alias: Vec<Resident>,
    /// People with 旧氏.
    pub(crate) former: Vec<Resident>,
    /// People in a building.
    pub(crate) building: Vec<Resident>,
    /// 世帯番号.
    pub(crate) households: Vec<String>,
}

impl People {
    /// Looks at one of the register.
    pub(crate) fn see(&mut self, household: &str, one: &Resident) {
        self.seen += 1;
        let keep = |list: &mut Vec<Resident>, has: bool, apart: usize| {
            if has && self.seen.is_multiple_of(apart) {
                list.push(one.clone());
            }
        };
        if one.state != ResidentState::Current {
            return;
        }
        keep(&mut self.anybody, true, APART);
        keep(&mut self.foreign, one.names.alphabet.is_some(), 7);
        keep(&mut self.alias, one.names.alias.is_some(), 1);
        keep(&mut self.former, one.names.former_family_name.is_some(), 1);
        keep(&mut self.building, !one.address.building.is_empty(), APART);
        if self.seen.is_multiple_of(APART) {
            self.households.push(household.to_owned());
        }
    }
}
