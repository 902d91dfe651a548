//! The one decision: may this role do this to that?

use madoguchi_model::staff::Role;

use super::{Action, Relation, Resource};

/// Whether a member of staff with `role`, standing in `relation` to it, may do `action` to a `resource`.
///
/// Front desks serve any household of their municipality. Back offices see what was handed to their own
/// section and no more. Chiefs do both, and only they lift a protective measure. Administrators keep
/// accounts, sections and records, and see no resident at all.
#[expect(
    clippy::too_many_lines,
    clippy::match_same_arms,
    reason = "the one table of who may do what, a line for each resource"
)]
pub fn may(role: Role, relation: Relation, resource: Resource, action: Action) -> bool {
    use Action::{Approve, Complete, Create, Edit, List, Print, SendBack, Take, View, Withdraw};
    if !relation.own_tenant {
        return false;
    }
    let administrator = role == Role::Administrator;
    let chief = role == Role::SectionChief;
    let desk = role == Role::FrontDesk || chief;
    let office = (role == Role::BackOffice || chief) && relation.own_section;
    match resource {
        // A page's font is everybody's who got the page; its name cannot be guessed.
        Resource::Home | Resource::PageFont | Resource::StyleGuide => action == View,
        Resource::AddressChoice => action == List && desk,
        Resource::OwnAccount => matches!(action, View | Edit),
        Resource::Resident => match action {
            List => desk,
            View => desk || office,
            _ => false,
        },
        Resource::ProtectedResident | Resource::Judgement => action == View && (desk || office),
        Resource::ProtectionLift => match action {
            View => desk || office,
            Create | Withdraw => chief,
            _ => false,
        },
        // The own section is the one in charge of 支援措置 here. Whoever only receives does not learn against whom.
        Resource::ProtectiveMeasure | Resource::Suppression => match action {
            List | View | Create | Edit => !administrator && relation.own_section,
            Withdraw => chief && relation.own_section,
            _ => false,
        },
        Resource::Perpetrator => matches!(action, View | Edit) && office,
        // Told to the chiefs of the officer's section and of the section in charge.
        Resource::EmergencyAccess => match action {
            Create => desk,
            List => chief,
            Approve => chief && relation.own_section,
            _ => false,
        },
        Resource::Notice => matches!(action, List | View | Create | Edit | Print) && desk,
        Resource::CardReading => match action {
            View => desk || office,
            List | Create | Edit => desk,
            _ => false,
        },
        // Read at the counter, seen in the clear by the section whose law needs it.
        Resource::IndividualNumber => match action {
            Create => desk,
            View => office,
            _ => false,
        },
        Resource::Case => match action {
            List | Create | Edit | Withdraw | Take => desk,
            View => desk || office,
            _ => false,
        },
        Resource::Answer | Resource::Overrule => match action {
            View => desk || office,
            Create | Edit | Withdraw => desk,
            _ => false,
        },
        Resource::Application => match action {
            View | Print => desk || office,
            Create | Edit | Withdraw => desk,
            _ => false,
        },
        Resource::Signature => match action {
            View => desk || office,
            Create | Withdraw => desk,
            _ => false,
        },
        Resource::GuideSheet => matches!(action, View | Print) && desk,
        Resource::PrintBatch => matches!(action, List | View | Create | Withdraw | Print) && (desk || office),
        Resource::HandOff => matches!(action, View | Create) && desk,
        Resource::QueueItem => match action {
            View => desk || office,
            List | Take | SendBack | Complete => office,
            _ => false,
        },
        // Who keeps the settings sees that there are files, and nobody who stands in them.
        Resource::CoreFile => match action {
            List | View | Create | Edit => administrator || office,
            Print | Complete => office,
            _ => false,
        },
        Resource::CoreDefinition => match action {
            View => administrator || office,
            List | Create | Edit | Withdraw => administrator,
            _ => false,
        },
        // Robots type for the section whose core system it is, and its people look after them.
        Resource::RobotTask => matches!(action, List | View | Create | Print | Take | Complete) && office,
        Resource::RobotDefinition => matches!(action, List | Edit) && administrator,
        Resource::StaffAccount => matches!(action, List | View | Create | Edit) && administrator,
        Resource::Section => matches!(action, List | View | Edit) && administrator,
        Resource::ClosedDay => matches!(action, List | Create | Withdraw) && administrator,
        Resource::Overlay => {
            matches!(
                action,
                List | View | Create | Edit | Withdraw | SendBack | Approve
            ) && administrator
        }
        Resource::OwnForm => {
            matches!(action, List | View | Create | Edit | Withdraw | Approve) && administrator
        }
        Resource::PrinterHint => matches!(action, List | Edit) && administrator,
        Resource::SuppliedFont => {
            matches!(action, List | View | Create | Approve | Withdraw) && administrator
        }
        // Whose names have a character only chiefs see: administrators see no resident.
        Resource::RareCharacter => match action {
            List => administrator || chief,
            View => chief,
            Edit => administrator,
            _ => false,
        },
        Resource::FieldPermission => matches!(action, List | Edit) && administrator,
        Resource::AuditAnalysis => matches!(action, List | View | Edit | Print) && administrator,
        // Chiefs may see whom an import changed, and open them: administrators see no resident.
        Resource::Import => match action {
            List | View => administrator || chief,
            Create | Edit | Withdraw => administrator,
            _ => false,
        },
        // A sample of a file is people's data: only who makes the layout sees it.
        Resource::ImportLayout => {
            matches!(action, List | View | Create | Edit | Approve | Withdraw) && administrator
        }
        Resource::ImportSource => matches!(action, List | View | Create | Edit | Withdraw) && administrator,
        Resource::AuditLog => matches!(action, List | View) && administrator,
        Resource::BackgroundWork => matches!(action, List | Take) && administrator,
        Resource::ApiClient => matches!(action, List | View | Create | Edit | Withdraw) && administrator,
        Resource::PortalConnection => matches!(action, List | View | Create | Edit | Take) && administrator,
        // A sample of a file is people's data: only who draws the mapping up sees it.
        Resource::NoticeMapping => {
            matches!(action, List | View | Create | Edit | Approve | Withdraw) && administrator
        }
        Resource::EventReceiver => matches!(action, List | View | Create | Edit | Take) && administrator,
        Resource::Catalogue => matches!(action, List | View),
        Resource::Guidance => action == Create && (desk || office),
        Resource::CaseEvent => action == List && (desk || office),
        Resource::Statistics => action == View,
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    const ROLES: [(Role, &str); 4] = [
        (Role::FrontDesk, "窓口担当"),
        (Role::BackOffice, "担当課"),
        (Role::SectionChief, "課長・係長"),
        (Role::Administrator, "管理者"),
    ];

    fn mark(role: Role, own_tenant: bool, resource: Resource, action: Action) -> &'static str {
        let own = may(
            role,
            Relation {
                own_tenant,
                own_section: true,
            },
            resource,
            action,
        );
        let other = may(
            role,
            Relation {
                own_tenant,
                own_section: false,
            },
            resource,
            action,
        );
        match (own, other) {
            (true, true) => "any section",
            (true, false) => "own section",
            (false, true) => "OTHER ONLY",
            (false, false) => "-",
        }
    }

    /// Every role, tenant, section, resource and action; people review the file when it changes.
    #[test]
    fn golden_table() {
        let mut table =
            String::from("tenant;resource;action;front_desk;back_office;section_chief;administrator\n");
        for own_tenant in [true, false] {
            for resource in Resource::ALL {
                for action in Action::ALL {
                    let tenant = if own_tenant { "own" } else { "other" };
                    write!(table, "{tenant};{};{}", resource.code(), action.code()).unwrap();
                    for (role, _) in ROLES {
                        write!(table, ";{}", mark(role, own_tenant, resource, action)).unwrap();
                    }
                    table.push('\n');
                }
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn nothing_of_another_tenant_is_allowed() {
        for relation in Relation::ALL.into_iter().filter(|relation| !relation.own_tenant) {
            for (role, _) in ROLES {
                for resource in Resource::ALL {
                    assert!(
                        Action::ALL
                            .into_iter()
                            .all(|action| !may(role, relation, resource, action))
                    );
                }
            }
        }
    }

    #[test]
    fn only_chiefs_lift_a_protective_measure() {
        let who = ROLES.map(|(role, _)| may(role, Relation::OWN, Resource::ProtectionLift, Action::Create));
        assert_eq!(who, [false, false, true, false]);
    }
}
