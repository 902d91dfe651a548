//! The definitions in force in a municipality: its own before those of the program.

use std::collections::BTreeMap;

use madoguchi_link::core_files::Definition;
use madoguchi_store::{TenantTx, core_files};

use crate::JobError;

/// The definition of a kind that is in force; none where there is no such kind.
pub async fn definition(tx: &mut TenantTx, kind: &str) -> Result<Option<Definition>, JobError> {
    match core_files::own_definition(tx, kind).await? {
        Some(text) => Definition::parse(&text).map(Some).map_err(JobError::never),
        None => Ok(Definition::find(kind).cloned()),
    }
}

/// All definitions in force, by kind.
pub async fn definitions(tx: &mut TenantTx) -> Result<Vec<Definition>, JobError> {
    let mut all: BTreeMap<String, Definition> = Definition::all()
        .iter()
        .map(|definition| (definition.id.clone(), definition.clone()))
        .collect();
    for (kind, text) in core_files::own_definitions(tx).await? {
        all.insert(kind, Definition::parse(&text).map_err(JobError::never)?);
    }
    Ok(all.into_values().collect())
}
