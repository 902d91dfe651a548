//! New and old address, new and old head, 本籍.

use madoguchi_model::address::Address;
use madoguchi_model::name::WrittenName;
use madoguchi_model::resident::Resident;

use super::{FilledCase, Values};

impl FilledCase<'_> {
    /// Sets `new_address.*`, `old_address.*`, `new_head.*`, `old_head.*`, `registered_domicile` and
    /// `family_register_head`.
    pub(super) fn fill_addresses(&self, values: &mut Values) {
        let concerned = self.concerned();
        let head = self.household.head();
        self.fill_old_head(values, head);
        let new_head = self.new_head.or_else(|| self.staying_head(head));
        if let Some(new) = new_head {
            fill_name(values, "new_head", new);
        }
        // Where nobody moves the head stays who it is; after a split the new one must be named by someone.
        let present = head
            .filter(|_| self.case.new_address.is_none())
            .map(|head| &head.names.name);
        if let Some(name) = new_head.or(present) {
            fill_name(values, "insurance_head", name);
        }
        if let Some(first) = concerned
            .iter()
            .find(|resident| !resident.registered_domicile.is_empty())
        {
            values.text("registered_domicile", first.registered_domicile.unseen());
            values.text("family_register_head", first.family_register_head.unseen());
        }
        let protected = concerned
            .iter()
            .any(|resident| resident.protective_measure.protects());
        if protected && self.goes_to_an_outsider() {
            values.withhold("new_address");
            values.withhold("old_address");
            return;
        }
        if let Some(new) = &self.case.new_address {
            fill_address(values, "new_address", &new.address);
        }
        if let Some(first) = concerned.first() {
            fill_address(values, "old_address", &first.address);
        }
    }

    /// 前の世帯主: who was named for those who move in; otherwise the head of the household.
    fn fill_old_head(&self, values: &mut Values, head: Option<&Resident>) {
        let named = self
            .case
            .former_address
            .as_ref()
            .map(|former| &*former.head)
            .filter(|name| !name.trim().is_empty());
        match (named, head) {
            (Some(name), _) => values.text("old_head.name", name),
            // The head of a household that people join was not theirs before.
            (None, Some(head)) if !self.case.moves_in() || self.moves(head) => {
                fill_name(values, "old_head", &head.names.name);
            }
            (None, _) => {}
        }
    }

    /// The present head, if they move along: then the head stays the same. Those who move in have the head of the
    /// household that they form or join.
    fn staying_head<'a>(&self, head: Option<&'a Resident>) -> Option<&'a WrittenName> {
        let head = head?;
        if self.case.moves_in() {
            return Some(&head.names.name);
        }
        (self.moves(head) && self.case.new_address.is_some()).then_some(&head.names.name)
    }
}

fn fill_name(values: &mut Values, stem: &str, name: &WrittenName) {
    values.text(format!("{stem}.name"), &name.written);
    values.text(format!("{stem}.kana"), &name.kana);
}

/// Sets `STEM.postcode`, `STEM.line` and `STEM.building`.
pub(super) fn fill_address(values: &mut Values, stem: &str, address: &Address) {
    let line = [&*address.prefecture, &address.city, &address.town, &address.block].concat();
    values.text(format!("{stem}.postcode"), &address.postcode);
    values.text(format!("{stem}.line"), line);
    values.text(format!("{stem}.building"), &address.building);
}
