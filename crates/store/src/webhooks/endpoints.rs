//! Receivers. Their addresses are checked by `link` before they are saved and again whenever something is sent; their
//! secrets come sealed.

use chrono::{DateTime, Utc};
use madoguchi_model::ids::StaffId;
use madoguchi_model::link_event::EventKind;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::wake;
use crate::codec::{Row, code};
use crate::{ChangeError, StoreError, TenantTx};

/// Whether a receiver is told.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndpointState {
    /// 通知中: events are written for it and sent.
    Active,
    /// 一時停止中: events are written for it, and sent when it is active again.
    Paused,
    /// 停止中: no events are written for it. So also where it said that it is gone (410).
    Stopped,
}

/// A receiver.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Endpoint {
    /// Our id.
    pub id: Uuid,
    /// Where it is.
    pub url: String,
    /// What it is, in the administrator's words.
    pub description: String,
    /// What it wants to be told.
    pub kinds: Vec<EventKind>,
    /// Its secret, sealed.
    pub secret: Vec<u8>,
    /// Its former secret, sealed, while that signs too.
    pub former_secret: Option<Vec<u8>>,
    /// Until when.
    pub former_until: Option<DateTime<Utc>>,
    /// Whether it is told.
    pub state: EndpointState,
    /// It did not answer: until then nothing is sent.
    pub paused_until: Option<DateTime<Utc>>,
}

/// A receiver to be made or changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewEndpoint<'a> {
    /// Where it is.
    pub url: &'a str,
    /// What it is.
    pub description: &'a str,
    /// What it wants to be told; at least one.
    pub kinds: &'a [EventKind],
    /// Whether it is told.
    pub state: EndpointState,
}

/// All receivers, oldest first.
pub async fn endpoints(tx: &mut TenantTx) -> Result<Vec<Endpoint>, StoreError> {
    load(tx, None).await
}

/// One receiver.
pub async fn endpoint(tx: &mut TenantTx, id: Uuid) -> Result<Option<Endpoint>, StoreError> {
    Ok(load(tx, Some(id)).await?.pop())
}

async fn load(tx: &mut TenantTx, id: Option<Uuid>) -> Result<Vec<Endpoint>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "SELECT endpoint_id, url, description, kinds, secret, former_secret, former_until, state, paused_until
         FROM webhook_endpoints WHERE tenant_id = $1 AND ($2::uuid IS NULL OR endpoint_id = $2) ORDER BY endpoint_id",
        tenant,
        id
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(|row| {
        let table = Row { table: "webhook_endpoints", id: &row.endpoint_id };
        Ok(Endpoint {
            id: row.endpoint_id,
            kinds: row.kinds.iter().map(|kind| table.code("kinds", kind)).collect::<Result<_, _>>()?,
            url: row.url,
            description: row.description,
            secret: row.secret,
            former_secret: row.former_secret,
            former_until: row.former_until,
            state: table.code("state", &row.state)?,
            paused_until: row.paused_until,
        })
    })
    .collect()
}

/// Makes a receiver with an id that its secret was sealed for.
pub async fn create_endpoint(
    tx: &mut TenantTx,
    id: Uuid,
    new: &NewEndpoint<'_>,
    secret: &[u8],
    by: Option<StaffId>,
) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let kinds: Vec<String> = new.kinds.iter().map(code).collect();
    sqlx::query!(
        "INSERT INTO webhook_endpoints (tenant_id, endpoint_id, url, description, kinds, secret, state, changed_by,
            changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        tenant,
        id,
        new.url,
        new.description,
        &kinds,
        secret,
        code(&new.state),
        by.map(|by| by.0),
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Changes a receiver. What waits for it goes to the new address, when it is active, and at once.
pub async fn change_endpoint(
    tx: &mut TenantTx,
    id: Uuid,
    new: &NewEndpoint<'_>,
    by: Option<StaffId>,
) -> Result<(), ChangeError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let kinds: Vec<String> = new.kinds.iter().map(code).collect();
    let done = sqlx::query!(
        "UPDATE webhook_endpoints SET url = $3, description = $4, kinds = $5, state = $6, paused_until = NULL,
            changed_by = $7, changed_at = $8
         WHERE tenant_id = $1 AND endpoint_id = $2",
        tenant,
        id,
        new.url,
        new.description,
        &kinds,
        code(&new.state),
        by.map(|by| by.0),
        now
    )
    .execute(tx.connection())
    .await?;
    there(done.rows_affected())?;
    if new.state == EndpointState::Active {
        wake(tx, now).await?;
    }
    Ok(())
}

/// Gives a receiver another secret; the one before signs too until `former_until`.
pub async fn rotate_secret(
    tx: &mut TenantTx,
    id: Uuid,
    secret: &[u8],
    former_until: DateTime<Utc>,
    by: Option<StaffId>,
) -> Result<(), ChangeError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let done = sqlx::query!(
        "UPDATE webhook_endpoints SET former_secret = secret, former_until = $4, secret = $3, changed_by = $5,
            changed_at = $6
         WHERE tenant_id = $1 AND endpoint_id = $2",
        tenant,
        id,
        secret,
        former_until,
        by.map(|by| by.0),
        now
    )
    .execute(tx.connection())
    .await?;
    there(done.rows_affected())
}

/// Leaves a receiver alone for a while; with none, stops it, until somebody makes it active again.
pub async fn pause(tx: &mut TenantTx, id: Uuid, until: Option<DateTime<Utc>>) -> Result<(), ChangeError> {
    let tenant = tx.tenant();
    let done = sqlx::query!(
        "UPDATE webhook_endpoints SET paused_until = $3, state = CASE WHEN $3::timestamptz IS NULL THEN 'stopped' ELSE state END
         WHERE tenant_id = $1 AND endpoint_id = $2",
        tenant,
        id,
        until
    )
    .execute(tx.connection())
    .await?;
    there(done.rows_affected())
}

fn there(rows: u64) -> Result<(), ChangeError> {
    if rows == 1 {
        Ok(())
    } else {
        Err(ChangeError::NotFound)
    }
}
