//! When files are made by themselves.

use chrono::{DateTime, Utc};

use crate::{StoreError, TenantTx};

/// When files of one kind are made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Schedule {
    /// The kind of file.
    pub kind: String,
    /// How many minutes between two, from 1 to a day.
    pub every_minutes: i32,
    /// Where they are put: a name in the operator's configuration.
    pub place: String,
    /// When the next is due.
    pub next_at: DateTime<Utc>,
}

/// All schedules, by kind.
pub async fn schedules(tx: &mut TenantTx) -> Result<Vec<Schedule>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        Schedule,
        "SELECT kind, every_minutes, place, next_at FROM core_schedules WHERE tenant_id = $1 ORDER BY kind",
        tenant
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Sets when files of a kind are made and where they are put; with none, they are not made by themselves.
pub async fn save_schedule(
    tx: &mut TenantTx,
    kind: &str,
    schedule: Option<(i32, &str)>,
) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let Some((every_minutes, place)) = schedule else {
        sqlx::query!(
            "DELETE FROM core_schedules WHERE tenant_id = $1 AND kind = $2",
            tenant,
            kind
        )
        .execute(tx.connection())
        .await?;
        return Ok(());
    };
    sqlx::query!(
        "INSERT INTO core_schedules (tenant_id, kind, every_minutes, place, next_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (tenant_id, kind) DO UPDATE SET every_minutes = $3, place = $4, next_at = $5",
        tenant,
        kind,
        every_minutes,
        place,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// The schedules that are due, each moved on to its next time after now: however far the clock has jumped, once.
pub async fn due_schedules(tx: &mut TenantTx) -> Result<Vec<Schedule>, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    Ok(sqlx::query_as!(
        Schedule,
        "UPDATE core_schedules SET next_at = $2 + make_interval(mins => every_minutes)
         WHERE tenant_id = $1 AND (next_at <= $2 OR next_at > $2 + make_interval(mins => every_minutes))
         RETURNING kind, every_minutes, place, next_at",
        tenant,
        now
    )
    .fetch_all(tx.connection())
    .await?)
}
