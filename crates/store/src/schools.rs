//! 市区町村立の小中学校.

use madoguchi_model::municipality::School;

use crate::codec::Row;
use crate::{StoreError, TenantTx};

/// Every school, by code.
pub async fn list(tx: &mut TenantTx) -> Result<Vec<School>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "SELECT code, name, kind, towns FROM schools WHERE tenant_id = $1 ORDER BY code",
        tenant
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(|row| {
        let kind = Row {
            table: "schools",
            id: &row.code,
        }
        .code("kind", &row.kind)?;
        Ok(School {
            code: row.code,
            name: row.name,
            kind,
            towns: row.towns,
        })
    })
    .collect()
}
