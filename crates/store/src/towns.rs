//! 町字.

use madoguchi_model::municipality::Town;

use crate::{StoreError, TenantTx};

/// Every town, in the order of readings.
pub async fn list(tx: &mut TenantTx) -> Result<Vec<Town>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        Town,
        "SELECT code, name, kana, postcode FROM towns WHERE tenant_id = $1 ORDER BY kana, code",
        tenant
    )
    .fetch_all(tx.connection())
    .await?)
}

/// The town with a 町字ID.
pub async fn by_code(tx: &mut TenantTx, code: &str) -> Result<Option<Town>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        Town,
        "SELECT code, name, kana, postcode FROM towns WHERE tenant_id = $1 AND code = $2",
        tenant,
        code
    )
    .fetch_optional(tx.connection())
    .await?)
}
