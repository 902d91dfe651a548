//! 閉庁日, beside Saturdays and Sundays.

use chrono::NaiveDate;
use madoguchi_model::municipality::ClosedDay;

use crate::{StoreError, TenantTx};

/// The closed days from the first to the last day, both included.
pub async fn between(
    tx: &mut TenantTx,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<ClosedDay>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        ClosedDay,
        "SELECT day, name FROM closed_days WHERE tenant_id = $1 AND day >= $2 AND day <= $3 ORDER BY day",
        tenant,
        first,
        last
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Adds a closed day, or renames it.
pub async fn add(tx: &mut TenantTx, day: NaiveDate, name: &str) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "INSERT INTO closed_days (tenant_id, day, name) VALUES ($1, $2, $3)
         ON CONFLICT (tenant_id, day) DO UPDATE SET name = excluded.name",
        tenant,
        day,
        name
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Removes a closed day; false when it was none.
pub async fn remove(tx: &mut TenantTx, day: NaiveDate) -> Result<bool, StoreError> {
    let tenant = tx.tenant();
    let done = sqlx::query!(
        "DELETE FROM closed_days WHERE tenant_id = $1 AND day = $2",
        tenant,
        day
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}
