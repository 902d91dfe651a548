//! What was sent, when and how often.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use madoguchi_model::link_event::EventKind;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::codec::{Row, code};
use crate::{StoreError, TenantTx};

/// How far a delivery is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// 送信待ち
    Waiting,
    /// 送信済み
    Delivered,
    /// 送れなかった
    Dead,
}

/// One event to one receiver.
#[derive(Clone, PartialEq, Debug)]
pub struct Delivery {
    /// The event.
    pub event: Uuid,
    /// The receiver.
    pub endpoint: Uuid,
    /// What happened.
    pub kind: EventKind,
    /// To what.
    pub subject: String,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// How far it is.
    pub state: DeliveryState,
    /// How often it was tried since it was last put to work.
    pub attempts: i32,
    /// When it is tried next, while it waits.
    pub next_at: DateTime<Utc>,
    /// When it was written, tried or put to work last.
    pub changed_at: DateTime<Utc>,
    /// The status of HTTP that it was answered with last, where there was an answer.
    pub last_status: Option<i32>,
    /// Where it stands in the order of events.
    pub position: i64,
    /// Why it was not taken last; none when it was.
    pub last_error: Option<String>,
}

/// One attempt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attempt {
    /// Counts from 1.
    pub attempt: i32,
    /// When.
    pub at: DateTime<Utc>,
    /// The status of HTTP, where there was an answer.
    pub status: Option<i32>,
    /// Why it was not taken; none when it was.
    pub error: Option<String>,
}

/// Which deliveries are wanted, newest first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DeliveryFilter {
    /// In this state.
    pub state: Option<DeliveryState>,
    /// To this receiver.
    pub endpoint: Option<Uuid>,
    /// Of what happened.
    pub kind: Option<EventKind>,
    /// Of events before this position, for the next page. A receiver's deliveries have each a position of their own; those
    /// of all receivers may share one, and are then on one page or the next, but on one.
    pub before: Option<(i64, Uuid)>,
    /// The most.
    pub limit: u16,
}

struct DeliveryRow {
    event_id: Uuid,
    endpoint_id: Uuid,
    kind: String,
    subject: String,
    at: DateTime<Utc>,
    state: String,
    attempts: i32,
    next_at: DateTime<Utc>,
    changed_at: DateTime<Utc>,
    last_status: Option<i32>,
    last_error: Option<String>,
    position: i64,
}

impl DeliveryRow {
    fn into_delivery(self) -> Result<Delivery, StoreError> {
        let table = Row {
            table: "webhook_deliveries",
            id: &self.event_id,
        };
        Ok(Delivery {
            kind: table.code("kind", &self.kind)?,
            state: table.code("state", &self.state)?,
            event: self.event_id,
            endpoint: self.endpoint_id,
            subject: self.subject,
            at: self.at,
            attempts: self.attempts,
            next_at: self.next_at,
            changed_at: self.changed_at,
            last_status: self.last_status,
            position: self.position,
            last_error: self.last_error,
        })
    }
}

/// Deliveries, newest first.
pub async fn deliveries(tx: &mut TenantTx, filter: &DeliveryFilter) -> Result<Vec<Delivery>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        DeliveryRow,
        "SELECT d.event_id, d.endpoint_id, e.kind, e.subject, e.at, d.state, d.attempts, d.next_at, d.changed_at,
            d.last_status, d.last_error, d.position
         FROM webhook_deliveries d JOIN webhook_events e ON e.tenant_id = $1 AND e.event_id = d.event_id
         WHERE d.tenant_id = $1 AND ($2::text IS NULL OR d.state = $2) AND ($3::uuid IS NULL OR d.endpoint_id = $3)
            AND ($4::text IS NULL OR e.kind = $4)
            AND ($5::bigint IS NULL OR d.position < $5 OR d.position = $5 AND d.endpoint_id > $6)
         ORDER BY d.position DESC, d.endpoint_id LIMIT $7",
        tenant,
        filter.state.as_ref().map(code),
        filter.endpoint,
        filter.kind.as_ref().map(code),
        filter.before.map(|(position, _)| position),
        filter.before.map(|(_, endpoint)| endpoint),
        i64::from(filter.limit)
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(DeliveryRow::into_delivery)
    .collect()
}

/// One event to one receiver.
pub async fn delivery(
    tx: &mut TenantTx,
    event: Uuid,
    endpoint: Uuid,
) -> Result<Option<Delivery>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        DeliveryRow,
        "SELECT d.event_id, d.endpoint_id, e.kind, e.subject, e.at, d.state, d.attempts, d.next_at, d.changed_at,
            d.last_status, d.last_error, d.position
         FROM webhook_deliveries d JOIN webhook_events e ON e.tenant_id = $1 AND e.event_id = d.event_id
         WHERE d.tenant_id = $1 AND d.event_id = $2 AND d.endpoint_id = $3",
        tenant,
        event,
        endpoint
    )
    .fetch_optional(tx.connection())
    .await?
    .map(DeliveryRow::into_delivery)
    .transpose()
}

/// How much waits for a receiver, and how much could not be sent to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct DeliveryCounts {
    /// 送信待ち
    pub waiting: i64,
    /// 送れなかった
    pub dead: i64,
}

/// The counts of each receiver that has any.
pub async fn counts(tx: &mut TenantTx) -> Result<BTreeMap<Uuid, DeliveryCounts>, StoreError> {
    let tenant = tx.tenant();
    let rows = sqlx::query!(
        r#"SELECT endpoint_id, count(*) FILTER (WHERE state = 'waiting') AS "waiting!",
            count(*) FILTER (WHERE state = 'dead') AS "dead!"
         FROM webhook_deliveries WHERE tenant_id = $1 AND state IN ('waiting', 'dead') GROUP BY endpoint_id"#,
        tenant
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            (
                row.endpoint_id,
                DeliveryCounts {
                    waiting: row.waiting,
                    dead: row.dead,
                },
            )
        })
        .collect())
}

/// Every attempt at a delivery, oldest first.
pub async fn attempts(tx: &mut TenantTx, event: Uuid, endpoint: Uuid) -> Result<Vec<Attempt>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        Attempt,
        "SELECT attempt, at, status, error FROM webhook_attempts
         WHERE tenant_id = $1 AND event_id = $2 AND endpoint_id = $3 ORDER BY attempt",
        tenant,
        event,
        endpoint
    )
    .fetch_all(tx.connection())
    .await?)
}
