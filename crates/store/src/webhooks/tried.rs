//! What became of attempts to send.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{StoreError, TenantTx};

/// What became of an attempt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// The receiver has taken it.
    Delivered,
    /// It is tried again then.
    Again(DateTime<Utc>),
    /// It is not tried again, unless somebody says so.
    Dead,
}

/// One attempt that was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tried {
    /// The event.
    pub event: Uuid,
    /// The receiver.
    pub endpoint: Uuid,
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// The status of HTTP, where there was an answer.
    pub status: Option<u16>,
    /// Why it was not taken; none when it was.
    pub error: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
}

/// Keeps what became of attempts, in the delivery and in its log.
pub async fn tried(tx: &mut TenantTx, tried: &[Tried]) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let events: Vec<Uuid> = tried.iter().map(|one| one.event).collect();
    let endpoints: Vec<Uuid> = tried.iter().map(|one| one.endpoint).collect();
    let times: Vec<DateTime<Utc>> = tried.iter().map(|one| one.at).collect();
    let statuses: Vec<Option<i32>> = tried.iter().map(|one| one.status.map(i32::from)).collect();
    let errors: Vec<Option<String>> = tried.iter().map(|one| one.error.clone()).collect();
    let states: Vec<String> = tried
        .iter()
        .map(|one| match one.outcome {
            Outcome::Delivered => "delivered".to_owned(),
            Outcome::Again(_) => "waiting".to_owned(),
            Outcome::Dead => "dead".to_owned(),
        })
        .collect();
    let next: Vec<DateTime<Utc>> = tried
        .iter()
        .map(|one| match one.outcome {
            Outcome::Again(at) => at,
            _ => now,
        })
        .collect();
    sqlx::query!(
        "WITH new AS (
            SELECT * FROM unnest($3::uuid[], $4::uuid[], $5::timestamptz[], $6::int[], $7::text[], $8::text[],
                $9::timestamptz[]) AS new (event_id, endpoint_id, at, status, error, state, next_at)
         ), changed AS (
            UPDATE webhook_deliveries d SET state = new.state, attempts = d.attempts + 1, next_at = new.next_at,
                leased_until = NULL, last_status = new.status, last_error = new.error, changed_at = $2
            FROM new
            WHERE d.tenant_id = $1 AND d.event_id = new.event_id AND d.endpoint_id = new.endpoint_id
                AND d.state = 'waiting'
            RETURNING d.event_id, d.endpoint_id, d.attempts
         )
         INSERT INTO webhook_attempts (tenant_id, event_id, endpoint_id, attempt, at, status, error)
         SELECT $1, changed.event_id, changed.endpoint_id,
            (SELECT coalesce(max(a.attempt), 0) + 1 FROM webhook_attempts a WHERE a.tenant_id = $1
                AND a.event_id = changed.event_id AND a.endpoint_id = changed.endpoint_id),
            new.at, new.status, new.error
         FROM changed JOIN new USING (event_id, endpoint_id)",
        tenant,
        now,
        &events,
        &endpoints,
        &times,
        &statuses as &[Option<i32>],
        &errors as &[Option<String>],
        &states,
        &next
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
