//! Sending again, and forgetting.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::wake;
use crate::{ChangeError, StoreError, TenantTx};

/// What is to be sent again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Replay {
    /// Of what happened at this time or later; none: however long ago.
    pub since: Option<DateTime<Utc>>,
    /// What the receiver has taken too: it may have lost it.
    pub delivered_too: bool,
}

/// Sends an event to a receiver again, from the beginning: one that could not be sent, or one that the receiver has
/// lost. It keeps its id, so that a receiver that has it does nothing.
pub async fn replay(tx: &mut TenantTx, event: Uuid, endpoint: Uuid) -> Result<(), ChangeError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let done = sqlx::query!(
        "UPDATE webhook_deliveries SET state = 'waiting', attempts = 0, next_at = $4, changed_at = $4
         WHERE tenant_id = $1 AND event_id = $2 AND endpoint_id = $3 AND state <> 'waiting'",
        tenant,
        event,
        endpoint,
        now
    )
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 0 {
        return Err(ChangeError::NotFound);
    }
    Ok(wake(tx, now).await?)
}

/// Sends to a receiver again what could not be sent, or everything, and tells how much that is. All events keep their
/// ids.
pub async fn replay_all(tx: &mut TenantTx, endpoint: Uuid, what: &Replay) -> Result<u64, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let done = sqlx::query!(
        "UPDATE webhook_deliveries d SET state = 'waiting', attempts = 0, next_at = $3, changed_at = $3
         FROM webhook_events e
         WHERE d.tenant_id = $1 AND d.endpoint_id = $2 AND e.tenant_id = $1 AND e.event_id = d.event_id
            AND (d.state = 'dead' OR $5 AND d.state = 'delivered' AND e.kind <> 'test')
            AND ($4::timestamptz IS NULL OR e.at >= $4)",
        tenant,
        endpoint,
        now,
        what.since,
        what.delivered_too
    )
    .execute(tx.connection())
    .await?;
    if done.rows_affected() > 0 {
        wake(tx, now).await?;
    }
    Ok(done.rows_affected())
}

/// Removes events that happened before a time, with their log. What still waits for a receiver that is not stopped is
/// left.
pub async fn remove_before(tx: &mut TenantTx, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let tenant = tx.tenant();
    let done = sqlx::query!(
        "DELETE FROM webhook_events e WHERE e.tenant_id = $1 AND e.at < $2 AND NOT EXISTS (
            SELECT FROM webhook_deliveries d
            JOIN webhook_endpoints r ON r.tenant_id = $1 AND r.endpoint_id = d.endpoint_id AND r.state <> 'stopped'
            WHERE d.tenant_id = $1 AND d.event_id = e.event_id AND d.state = 'waiting')",
        tenant,
        before
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected())
}
