//! Which scope of the API is for what.

use madoguchi_model::api_client::Scope;

use super::{Action, Resource};

/// The scopes any of which lets a client do `action` to a `resource`; none for what the API does not offer. A scope
/// alone is not enough: [`super::may`] must allow it to the client's role as well.
pub fn scopes_for(resource: Resource, action: Action) -> &'static [Scope] {
    use Action::{Complete, Create, Edit, List, Print, SendBack, Take, View, Withdraw};
    match (resource, action) {
        (Resource::Catalogue, List | View) => &[Scope::CatalogueRead],
        (Resource::Guidance, Create) => &[Scope::JudgementsMake],
        (Resource::Resident, List | View) => &[Scope::ResidentsRead],
        (Resource::Case, List | View) | (Resource::Judgement, View) => &[Scope::CasesRead],
        (Resource::Case, Create | Edit | Withdraw)
        | (Resource::Answer | Resource::Application | Resource::HandOff | Resource::Signature, Create) => {
            &[Scope::CasesWrite]
        }
        (Resource::Notice, List | View | Print) => &[Scope::NoticesRead],
        (Resource::Notice, Create) => &[Scope::NoticesWrite],
        (Resource::Application, View) => &[Scope::ApplicationsRead],
        (Resource::Application, Print) => &[Scope::ApplicationsPrint],
        (Resource::QueueItem, List | View) => &[Scope::QueueRead],
        (Resource::QueueItem, Take | SendBack | Complete) => &[Scope::QueueWrite],
        (Resource::CoreFile, List | View | Print) => &[Scope::CoreFilesRead],
        (Resource::CoreFile, Create | Complete) => &[Scope::CoreFilesWrite],
        (Resource::RobotTask, List | View | Take | Complete) => &[Scope::Robots],
        (Resource::CaseEvent, List) => &[Scope::EventsRead],
        (Resource::Statistics, View) => &[Scope::StatisticsRead],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use madoguchi_model::api_client::CLIENT_ROLES;

    use super::*;
    use crate::policy::{Relation, may};

    /// Which scope opens what, and for which role; people review the file when it changes.
    #[test]
    fn golden_scopes() {
        let mut table = String::from("scope;resource;action;front_desk;back_office\n");
        for scope in Scope::ALL {
            for resource in Resource::ALL {
                for action in Action::ALL {
                    if scopes_for(resource, action).contains(&scope) {
                        write!(table, "{scope};{};{}", resource.code(), action.code()).unwrap();
                        for role in CLIENT_ROLES {
                            let allowed = may(role, Relation::OWN, resource, action);
                            write!(table, ";{}", if allowed { "yes" } else { "-" }).unwrap();
                        }
                        table.push('\n');
                    }
                }
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn no_scope_lifts_a_measure_or_keeps_accounts() {
        for resource in [
            Resource::ProtectionLift,
            Resource::ProtectedResident,
            Resource::IndividualNumber,
            Resource::CardReading,
            Resource::StaffAccount,
            Resource::ApiClient,
            Resource::EventReceiver,
            Resource::PortalConnection,
            Resource::AuditLog,
        ] {
            assert!(
                Action::ALL
                    .iter()
                    .all(|action| scopes_for(resource, *action).is_empty())
            );
        }
    }

    #[test]
    fn every_scope_opens_something() {
        for scope in Scope::ALL {
            let opens = |resource, action| scopes_for(resource, action).contains(&scope);
            assert!(
                Resource::ALL
                    .iter()
                    .any(|resource| Action::ALL.iter().any(|action| opens(*resource, *action))),
                "{scope}"
            );
        }
    }
}
