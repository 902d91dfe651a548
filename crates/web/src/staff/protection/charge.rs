//! The section in charge of 支援措置 and 抑止: the one that keeps the resident register.

use madoguchi_model::staff::Section;

use crate::error::PageError;
use crate::policy::{Action, Relation, Resource, may};
use crate::session::Officer;

/// Its code in the catalogue.
const SECTION: &str = "resident_affairs";

/// Whether a section is the one in charge.
pub(crate) fn is_in_charge(section: &Section) -> bool {
    section.code == SECTION
}

/// How the people of a section stand to the register of 支援措置.
pub(crate) fn relation_of(section: &Section) -> Relation {
    if is_in_charge(section) {
        Relation::OWN
    } else {
        Relation::OTHER_SECTION
    }
}

/// Whether the officer may, as one of the section in charge.
pub(crate) fn allowed(officer: &Officer, resource: Resource, action: Action) -> bool {
    may(officer.role(), relation_of(officer.section()), resource, action)
}

/// Refuses whoever is not of the section in charge.
pub(super) fn require(officer: &Officer, resource: Resource, action: Action) -> Result<(), PageError> {
    officer.require(relation_of(officer.section()), resource, action)
}
