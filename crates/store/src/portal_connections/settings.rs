//! Connections.

use chrono::{DateTime, Duration, Utc};
use madoguchi_model::ids::StaffId;
use uuid::Uuid;

use crate::{ChangeError, StoreError, TenantTx};

/// A connection.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Connection {
    /// Our id.
    pub id: Uuid,
    /// What officers call it.
    pub name: String,
    /// Which definition of an API it is spoken to by.
    pub definition: String,
    /// Which kind of file it gives out.
    pub mapping: String,
    /// What stands before the paths.
    pub base_url: String,
    /// Our id there.
    pub client_id: String,
    /// Our secret there, sealed.
    pub secret: Vec<u8>,
    /// Looked into by the clock.
    pub active: bool,
    /// How often, in minutes.
    pub every_minutes: i32,
    /// The portal is told how far applications are.
    pub reports: bool,
    /// When it is looked into next.
    pub next_at: DateTime<Utc>,
    /// Everything that changed there until then has been noted.
    pub seen: Option<DateTime<Utc>>,
    /// When it was looked into last.
    pub looked_at: Option<DateTime<Utc>>,
    /// What came of that; empty before the first time.
    pub outcome: String,
    /// It was a failure.
    pub failed: bool,
}

/// A connection to be made or changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewConnection<'a> {
    /// What officers call it.
    pub name: &'a str,
    /// Which definition of an API.
    pub definition: &'a str,
    /// Which kind of file.
    pub mapping: &'a str,
    /// What stands before the paths.
    pub base_url: &'a str,
    /// Our id there.
    pub client_id: &'a str,
    /// Looked into by the clock.
    pub active: bool,
    /// How often, in minutes: 1 to 1440.
    pub every_minutes: i32,
    /// The portal is told how far applications are.
    pub reports: bool,
}

/// All connections, oldest first.
pub async fn connections(tx: &mut TenantTx) -> Result<Vec<Connection>, StoreError> {
    load(tx, None).await
}

/// One connection.
pub async fn connection(tx: &mut TenantTx, id: Uuid) -> Result<Option<Connection>, StoreError> {
    Ok(load(tx, Some(id)).await?.pop())
}

async fn load(tx: &mut TenantTx, id: Option<Uuid>) -> Result<Vec<Connection>, StoreError> {
    let tenant = tx.tenant();
    let found = sqlx::query_as!(
        Connection,
        r#"SELECT connection_id AS id, name, definition, mapping, base_url, client_id, secret, active, every_minutes,
            reports, next_at, seen, looked_at, COALESCE(outcome, '') AS "outcome!", failed
         FROM portal_connections WHERE tenant_id = $1 AND ($2::uuid IS NULL OR connection_id = $2)
         ORDER BY connection_id"#,
        tenant,
        id
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(found)
}

/// Makes a connection with an id that its secret was sealed for. It is looked into at once.
pub async fn create(
    tx: &mut TenantTx,
    id: Uuid,
    new: &NewConnection<'_>,
    secret: &[u8],
    by: StaffId,
) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "INSERT INTO portal_connections (tenant_id, connection_id, name, definition, mapping, base_url, client_id,
            secret, active, every_minutes, reports, next_at, changed_by, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $13, $12, $13)",
        tenant,
        id,
        new.name,
        new.definition,
        new.mapping,
        new.base_url,
        new.client_id,
        secret,
        new.active,
        new.every_minutes,
        new.reports,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Changes a connection; without a secret the one it has stays. It is looked into at once.
pub async fn change(
    tx: &mut TenantTx,
    id: Uuid,
    new: &NewConnection<'_>,
    secret: Option<&[u8]>,
    by: StaffId,
) -> Result<(), ChangeError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let changed = sqlx::query!(
        "UPDATE portal_connections SET name = $3, definition = $4, mapping = $5, base_url = $6, client_id = $7,
            secret = COALESCE($8, secret), active = $9, every_minutes = $10, reports = $11, next_at = $13,
            changed_by = $12, changed_at = $13
         WHERE tenant_id = $1 AND connection_id = $2",
        tenant,
        id,
        new.name,
        new.definition,
        new.mapping,
        new.base_url,
        new.client_id,
        secret,
        new.active,
        new.every_minutes,
        new.reports,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    if changed.rows_affected() == 1 {
        Ok(())
    } else {
        Err(ChangeError::NotFound)
    }
}

/// Connections that are due, with their next turn set: whoever else asks finds none of them. A turn that lies farther ahead
/// than a day was put by a clock that has been set back since.
pub async fn take_due(tx: &mut TenantTx) -> Result<Vec<Uuid>, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let due = sqlx::query_scalar!(
        "UPDATE portal_connections SET next_at = $2 + every_minutes * interval '1 minute'
         WHERE tenant_id = $1 AND active AND (next_at <= $2 OR next_at > $3) RETURNING connection_id",
        tenant,
        now,
        now + Duration::hours(25)
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(due)
}

/// What came of looking into it.
pub async fn looked(tx: &mut TenantTx, id: Uuid, outcome: &str, failed: bool) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE portal_connections SET looked_at = $3, outcome = $4, failed = $5
         WHERE tenant_id = $1 AND connection_id = $2",
        tenant,
        id,
        now,
        outcome,
        failed
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// The portal wants to be left alone until then.
pub async fn wait_until(tx: &mut TenantTx, id: Uuid, at: DateTime<Utc>) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "UPDATE portal_connections SET next_at = GREATEST(next_at, $3) WHERE tenant_id = $1 AND connection_id = $2",
        tenant,
        id,
        at
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
