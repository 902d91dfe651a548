//! 児童手当: the children, and who claims for them.

use madoguchi_model::age::until_year_end;
use madoguchi_model::resident::Resident;

use super::{DateValue, FilledCase, Values};

/// 18歳に達する日以後の最初の3月31日まで (児童手当法3条).
const CHILD_UNTIL: u32 = 18;

impl FilledCase<'_> {
    /// Sets the list `children` (those who take part and are, or may be, children by that law) and `claimant.*`: the
    /// visitor, where they are a grown-up of the household; otherwise the head.
    pub(super) fn fill_children(&self, values: &mut Values) {
        let is_child = |resident: &Resident| {
            until_year_end(&resident.birth_date, CHILD_UNTIL, self.case.filed_on) != Some(false)
        };
        let children: Vec<&Resident> = self
            .household
            .members
            .iter()
            .filter(|member| self.moves(member) && is_child(member))
            .collect();
        values.people("children", children.len());
        for (n, child) in children.into_iter().enumerate() {
            self.fill_person(values, &format!("children.{n}"), child);
        }
        let visitor = self.applicant().filter(|visitor| !is_child(visitor));
        let Some(claimant) = visitor.or_else(|| self.household.head()) else {
            return;
        };
        values.text("claimant.name", &claimant.names.name.written);
        values.text("claimant.kana", &claimant.names.name.kana);
        let birth = DateValue::of_register(&claimant.birth_date, claimant.foreign.is_some());
        values.date("claimant.birth_date", birth);
    }
}
