//! A municipality's own definitions, in editions. What a definition says is for `link`; here it is a text.

use madoguchi_model::ids::StaffId;

use crate::{StoreError, TenantTx};

/// The municipality's own definition of a kind; none where the program's is in force.
pub async fn own_definition(tx: &mut TenantTx, kind: &str) -> Result<Option<String>, StoreError> {
    let tenant = tx.tenant();
    let newest = sqlx::query_scalar!(
        "SELECT definition FROM core_definitions WHERE tenant_id = $1 AND kind = $2 ORDER BY edition DESC LIMIT 1",
        tenant,
        kind
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(newest.flatten())
}

/// All of the municipality's own definitions in force, with their kinds.
pub async fn own_definitions(tx: &mut TenantTx) -> Result<Vec<(String, String)>, StoreError> {
    let tenant = tx.tenant();
    let rows = sqlx::query!(
        "SELECT DISTINCT ON (kind) kind, definition FROM core_definitions WHERE tenant_id = $1
         ORDER BY kind, edition DESC",
        tenant
    )
    .fetch_all(tx.connection())
    .await?;
    let own = rows
        .into_iter()
        .filter_map(|row| Some((row.kind, row.definition?)));
    Ok(own.collect())
}

/// Puts a definition of the municipality's own in force, or with none the program's again. It must have been checked.
pub async fn save_definition(
    tx: &mut TenantTx,
    kind: &str,
    definition: Option<&str>,
    by: Option<StaffId>,
) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "INSERT INTO core_definitions (tenant_id, kind, edition, definition, saved_by, saved_at)
         SELECT $1, $2, coalesce(max(edition), 0) + 1, $3, $4, $5 FROM core_definitions
         WHERE tenant_id = $1 AND kind = $2",
        tenant,
        kind,
        definition,
        by.map(|by| by.0),
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
