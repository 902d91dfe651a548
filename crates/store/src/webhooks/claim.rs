//! What is due to be sent.

use chrono::{DateTime, Duration, Utc};
use madoguchi_model::link_event::EventKind;
use serde_json::{Value, json as json_value};
use uuid::Uuid;

use super::SEND;
use crate::codec::Row;
use crate::{StoreError, TenantTx};

/// Farther ahead than this nothing is ever put: what lies there was put by a clock that has been set back since, and
/// counts as due.
const FARTHEST: Duration = Duration::hours(2);

/// An event under a lease, to be sent to one receiver.
#[derive(Clone, PartialEq, Debug)]
pub struct Claimed {
    /// The event.
    pub event: Uuid,
    /// The receiver.
    pub endpoint: Uuid,
    /// What happened.
    pub kind: EventKind,
    /// To what: an id.
    pub subject: String,
    /// More: ids and codes.
    pub data: Value,
    /// When.
    pub at: DateTime<Utc>,
    /// How often it was tried before.
    pub attempts: i32,
}

/// The receivers that may be sent to now, and for which something is due. One for which somebody is sending already is
/// left to that one, so that a slow receiver keeps one sender busy and not all.
pub async fn ready(tx: &mut TenantTx) -> Result<Vec<Uuid>, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    Ok(sqlx::query_scalar!(
        "SELECT e.endpoint_id FROM webhook_endpoints e
         WHERE e.tenant_id = $1 AND e.state = 'active'
            AND (e.paused_until IS NULL OR e.paused_until <= $2 OR e.paused_until > $2 + $3)
            AND EXISTS (
                SELECT FROM webhook_deliveries d
                WHERE d.tenant_id = $1 AND d.endpoint_id = e.endpoint_id AND d.state = 'waiting'
                    AND (d.next_at <= $2 OR d.next_at > $2 + $3))
            AND NOT EXISTS (
                SELECT FROM webhook_deliveries d
                WHERE d.tenant_id = $1 AND d.endpoint_id = e.endpoint_id AND d.state = 'waiting'
                    AND d.leased_until > $2 AND d.leased_until <= $2 + $3)
         ORDER BY e.endpoint_id",
        tenant,
        now,
        FARTHEST as _
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Leases events to a receiver that are due, `most` at most, the longest due first. Nobody else sends them until the
/// lease runs out. Of a case only the oldest event that still waits, so that a case's events come in order.
pub async fn claim(
    tx: &mut TenantTx,
    endpoint: Uuid,
    most: u16,
    lease: Duration,
) -> Result<Vec<Claimed>, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "WITH due AS (
            SELECT d.event_id FROM webhook_deliveries d
            WHERE d.tenant_id = $1 AND d.endpoint_id = $2 AND d.state = 'waiting'
                AND (d.next_at <= $3 OR d.next_at > $3 + $6)
                AND (d.leased_until IS NULL OR d.leased_until <= $3 OR d.leased_until > $3 + $6)
                AND NOT EXISTS (
                    SELECT FROM webhook_deliveries earlier
                    WHERE earlier.tenant_id = $1 AND earlier.endpoint_id = $2 AND earlier.state = 'waiting'
                        AND earlier.case_id = d.case_id AND earlier.position < d.position)
                AND EXISTS (
                    SELECT FROM webhook_endpoints e
                    WHERE e.tenant_id = $1 AND e.endpoint_id = $2 AND e.state = 'active'
                        AND (e.paused_until IS NULL OR e.paused_until <= $3 OR e.paused_until > $3 + $6))
            ORDER BY d.next_at, d.position LIMIT $5 FOR UPDATE OF d SKIP LOCKED
         )
         UPDATE webhook_deliveries d SET leased_until = $4
         FROM due, webhook_events e
         WHERE d.tenant_id = $1 AND d.endpoint_id = $2 AND d.event_id = due.event_id
            AND e.tenant_id = $1 AND e.event_id = due.event_id
         RETURNING d.event_id, e.kind, e.subject, e.data, e.at, d.attempts",
        tenant,
        endpoint,
        now,
        now + lease,
        i64::from(most),
        FARTHEST as _
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(|row| {
        let table = Row {
            table: "webhook_events",
            id: &row.event_id,
        };
        Ok(Claimed {
            kind: table.code("kind", &row.kind)?,
            event: row.event_id,
            endpoint,
            subject: row.subject,
            data: row.data,
            at: row.at,
            attempts: row.attempts,
        })
    })
    .collect()
}

/// Gives events back that were claimed and not tried.
pub async fn release(tx: &mut TenantTx, endpoint: Uuid, events: &[Uuid]) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "UPDATE webhook_deliveries SET leased_until = NULL
         WHERE tenant_id = $1 AND endpoint_id = $2 AND event_id = ANY ($3) AND state = 'waiting'",
        tenant,
        endpoint,
        events
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// When something is due next, now at the earliest; none where nothing waits for an active receiver.
pub async fn next_due(tx: &mut TenantTx) -> Result<Option<DateTime<Utc>>, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let next = sqlx::query_scalar!(
        "SELECT min(greatest($2::timestamptz,
            CASE WHEN d.next_at <= $2 + $3::interval THEN d.next_at END,
            CASE WHEN d.leased_until <= $2 + $3::interval THEN d.leased_until END,
            CASE WHEN e.paused_until <= $2 + $3::interval THEN e.paused_until END))
         FROM webhook_endpoints e
         JOIN webhook_deliveries d ON d.tenant_id = $1 AND d.endpoint_id = e.endpoint_id AND d.state = 'waiting'
         WHERE e.tenant_id = $1 AND e.state = 'active' AND NOT EXISTS (
            SELECT FROM webhook_deliveries earlier
            WHERE earlier.tenant_id = $1 AND earlier.endpoint_id = e.endpoint_id AND earlier.state = 'waiting'
                AND earlier.case_id = d.case_id AND earlier.position < d.position)",
        tenant,
        now,
        FARTHEST as _
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(next)
}

/// Makes sure that a job sends what is due at `at`. One that waits already is enough: it is held back until this
/// transaction has ended, so that it sees what this one writes.
pub async fn wake(tx: &mut TenantTx, at: DateTime<Utc>) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    let waiting = sqlx::query_scalar!(
        "SELECT job_id FROM jobs WHERE tenant_id = $1 AND kind = $2 AND run_at <= $3 AND lease IS NULL
         ORDER BY run_at LIMIT 1 FOR SHARE SKIP LOCKED",
        tenant,
        SEND,
        at
    )
    .fetch_optional(tx.connection())
    .await?;
    if waiting.is_none() {
        crate::jobs::enqueue(tx, SEND, &json_value!({}), Some(at)).await?;
    }
    Ok(())
}
