//! Whom a file is about.

use madoguchi_model::ids::ResidentId;
use uuid::Uuid;

use crate::{StoreError, TenantTx};

/// The people a file has rows about, for the record of who saw them.
pub async fn residents_of(tx: &mut TenantTx, file: Uuid) -> Result<Vec<ResidentId>, StoreError> {
    let tenant = tx.tenant();
    // Every member of a row's case can stand in it: the head of the household, whom an application is for.
    let ids = sqlx::query_scalar!(
        "SELECT DISTINCT m.resident_id FROM case_members m
         WHERE m.tenant_id = $1 AND m.case_id IN (SELECT r.case_id FROM core_rows r
            WHERE r.tenant_id = $1 AND r.file_id = $2)
         ORDER BY m.resident_id",
        tenant,
        file
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(ids.into_iter().map(ResidentId).collect())
}

/// Whether somebody whom a file may tell of is protected by now (支援措置): then it is not given out again. The whole
/// household counts, as it does when a row is written.
pub async fn is_protected(tx: &mut TenantTx, file: Uuid) -> Result<bool, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_scalar!(
        r#"SELECT EXISTS (
            SELECT FROM case_members m
            LEFT JOIN residents r ON r.tenant_id = $1 AND r.resident_id = m.resident_id
            WHERE m.tenant_id = $1 AND m.case_id IN (SELECT c.case_id FROM core_rows c
                WHERE c.tenant_id = $1 AND c.file_id = $2)
                AND coalesce(r.protective_measure, m.entered ->> 'protective_measure', 'none') <> 'none'
        ) OR EXISTS (
            SELECT FROM cases k
            JOIN residents r ON r.tenant_id = $1 AND r.household_id = k.household_id
            WHERE k.tenant_id = $1 AND k.case_id IN (SELECT c.case_id FROM core_rows c
                WHERE c.tenant_id = $1 AND c.file_id = $2)
                AND r.protective_measure <> 'none'
        ) AS "protected!""#,
        tenant,
        file
    )
    .fetch_one(tx.connection())
    .await?)
}
