//! The definitions in force in a municipality: its own before those of the program, and what it says of each.

use std::collections::BTreeMap;

use madoguchi_link::robots::Definition;
use madoguchi_store::{TenantTx, robot_definitions};

use crate::JobError;

/// A definition and what the municipality says of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InForce {
    /// The definition; its `attempts` are those in force.
    pub definition: Definition,
    /// Whether tasks are planned and given to robots.
    pub active: bool,
    /// Whether it is the municipality's own rather than the program's.
    pub own: bool,
}

/// All definitions in force, by id.
pub async fn in_force(tx: &mut TenantTx) -> Result<Vec<InForce>, JobError> {
    let mut all: BTreeMap<String, InForce> = Definition::all()
        .iter()
        .map(|definition| {
            let in_force = InForce {
                definition: definition.clone(),
                active: false,
                own: false,
            };
            (definition.id.clone(), in_force)
        })
        .collect();
    for setting in robot_definitions::all(tx).await? {
        let own = setting
            .definition
            .as_deref()
            .map(Definition::parse)
            .transpose()
            .map_err(JobError::never)?;
        let is_own = own.is_some();
        let known = own.or_else(|| all.remove(&setting.kind).map(|known| known.definition));
        // A definition that the program does not have any more has nothing to type.
        let Some(mut definition) = known else { continue };
        if let Some(attempts) = setting.attempts {
            definition.attempts = attempts;
        }
        let in_force = InForce {
            definition,
            active: setting.active,
            own: is_own,
        };
        all.insert(setting.kind, in_force);
    }
    Ok(all.into_values().collect())
}
