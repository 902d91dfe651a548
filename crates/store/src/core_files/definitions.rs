//! A municipality's own definitions, in editions. What a definition says is for `link`; here it is a text.

use chrono::{DateTime, Utc};
use madoguchi_model::ids::StaffId;

use crate::{StoreError, TenantTx};

/// One edition of a municipality's definition of a kind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edition {
    /// Counts, from 1; the highest is in force.
    pub edition: i32,
    /// It is the municipality's own; otherwise the program's was put in force again.
    pub own: bool,
    /// The name of who saved it; none on the command line.
    pub saved_by: Option<String>,
    /// When.
    pub saved_at: DateTime<Utc>,
}

/// The editions of a kind, newest first; none where the program's definition was never replaced.
pub async fn editions(tx: &mut TenantTx, kind: &str) -> Result<Vec<Edition>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        Edition,
        r#"SELECT d.edition, d.definition IS NOT NULL AS "own!", s.display_name AS "saved_by?", d.saved_at
           FROM core_definitions d LEFT JOIN staff s ON s.tenant_id = $1 AND s.staff_id = d.saved_by
           WHERE d.tenant_id = $1 AND d.kind = $2 ORDER BY d.edition DESC"#,
        tenant,
        kind
    )
    .fetch_all(tx.connection())
    .await?)
}

/// The text of an edition that is the municipality's own.
pub async fn definition_text(
    tx: &mut TenantTx,
    kind: &str,
    edition: i32,
) -> Result<Option<String>, StoreError> {
    let tenant = tx.tenant();
    let found = sqlx::query_scalar!(
        "SELECT definition FROM core_definitions WHERE tenant_id = $1 AND kind = $2 AND edition = $3",
        tenant,
        kind,
        edition
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(found.flatten())
}

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
