//! 必要な人だけが見る: which groups of fields an officer sees. The one decision, and the one way to show a restricted
//! value. What a section's officers see by default is told here; the administrator changes it on a screen.

use madoguchi_guidance::catalogue::FactDefinition;
use madoguchi_model::field_group::{FieldGroup, Reach};
use madoguchi_model::restricted::Restricted;
use madoguchi_model::staff::Role;

use crate::components::Shown;

pub use madoguchi_model::field_group::default_reach;
pub use madoguchi_store::field_permissions::reach;

/// The groups that one officer sees in one place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FieldAccess([bool; FieldGroup::ALL.len()]);

impl FieldAccess {
    /// What a member of staff with `role` sees, where `handed` says that the case before them was handed to their
    /// section. Administrators see none; a back office sees a group only in what was handed to it.
    pub fn decide(role: Role, handed: bool, reach: impl Fn(FieldGroup) -> Reach) -> Self {
        Self(FieldGroup::ALL.map(|group| match (role, reach(group)) {
            (Role::Administrator, _) | (_, Reach::Nowhere) => false,
            (Role::BackOffice, _) | (_, Reach::HandedCases) => handed,
            (Role::FrontDesk | Role::SectionChief, Reach::Everywhere) => true,
        }))
    }

    /// Whether the officer sees the group.
    pub fn sees(self, group: FieldGroup) -> bool {
        FieldGroup::ALL
            .iter()
            .zip(self.0)
            .any(|(known, seen)| *known == group && seen)
    }

    /// A restricted value in words, or the note that it is not shown.
    pub(crate) fn show<T>(
        self,
        group: FieldGroup,
        value: &Restricted<T>,
        words: impl FnOnce(&T) -> String,
    ) -> Shown {
        if self.sees(group) {
            Shown::open(words(value.unseen()))
        } else {
            Shown::Hidden
        }
    }

    /// Words that rest on a group, or the note; words that rest on none are shown.
    pub(crate) fn words(self, group: Option<FieldGroup>, words: impl FnOnce() -> String) -> Shown {
        if group.is_none_or(|group| self.sees(group)) {
            Shown::open(words())
        } else {
            Shown::Hidden
        }
    }
}

/// The group a fact of the guidance belongs to; none for what everybody sees who sees the case.
pub fn group_of_fact(fact: &FactDefinition) -> Option<FieldGroup> {
    if fact.id == "residency" || fact.id.contains("nationality") {
        Some(FieldGroup::ResidenceStatus)
    } else if fact.topic == "tax" {
        Some(FieldGroup::Tax)
    } else {
        None
    }
}

/// The group a value of a form belongs to, by its key (`concerned.0.nationality`).
pub fn group_of_value(key: &str) -> Option<FieldGroup> {
    FieldGroup::of_item(key)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    /// The catalogue's sections, and one it does not name.
    const SECTIONS: [&str; 22] = [
        "resident_affairs",
        "insurance_pension",
        "care_insurance",
        "child_support",
        "school_affairs",
        "disability_welfare",
        "environment",
        "water",
        "housing",
        "tax",
        "childcare",
        "maternal_health",
        "health",
        "election",
        "family_register",
        "social_welfare",
        "elderly_welfare",
        "agriculture",
        "forestry",
        "passport",
        "cemetery",
        "unknown",
    ];

    /// Every role, section and group; people review the file when it changes. `handed`: only in cases that were handed
    /// to the section.
    #[test]
    fn golden_fields() {
        let mut table = String::from("section;group;front_desk;back_office;section_chief;administrator\n");
        for section in SECTIONS {
            for group in FieldGroup::ALL {
                write!(table, "{section};{}", group.code()).unwrap();
                for role in [
                    Role::FrontDesk,
                    Role::BackOffice,
                    Role::SectionChief,
                    Role::Administrator,
                ] {
                    let sees = |handed| {
                        FieldAccess::decide(role, handed, |group| default_reach(section, group)).sees(group)
                    };
                    let mark = match (sees(false), sees(true)) {
                        (true, true) => "always",
                        (false, true) => "handed",
                        (true, false) => "WRONG",
                        (false, false) => "-",
                    };
                    write!(table, ";{mark}").unwrap();
                }
                table.push('\n');
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn a_hidden_value_is_not_in_the_page() {
        let none = FieldAccess::decide(Role::FrontDesk, true, |_| Reach::Nowhere);
        let value: Restricted<String> = "秘密".into();
        let shown = none.show(FieldGroup::Domicile, &value, Clone::clone).to_string();
        assert!(
            !shown.contains("秘密") && shown.contains("権限がないため表示していません"),
            "{shown}"
        );
    }

    #[test]
    fn keys_of_forms_know_their_group() {
        assert_eq!(
            group_of_value("concerned.3.foreign"),
            Some(FieldGroup::ResidenceStatus)
        );
        assert_eq!(group_of_value("registered_domicile"), Some(FieldGroup::Domicile));
        assert_eq!(group_of_value("concerned.0.name"), None);
    }
}
