//! Municipalities, and how one is found before anybody has signed in.

use madoguchi_model::ids::TenantId;
use madoguchi_model::municipality::Municipality;
use serde_json::Value;

use crate::{Store, StoreError, TenantScope, TenantTx};

/// The tenant that answers to a host name (without a port); none when no tenant or more than one claims it.
pub async fn by_host(store: &Store, host: &str) -> Result<Option<TenantScope>, StoreError> {
    let id = sqlx::query_scalar!("SELECT tenant_by_host($1)", host.to_lowercase())
        .fetch_optional(store.pool())
        .await?;
    Ok(id.flatten().map(|id| TenantScope::new(TenantId(id))))
}

/// Every tenant, for background work that goes through them one by one.
pub async fn all(store: &Store) -> Result<Vec<TenantScope>, StoreError> {
    let ids = sqlx::query_scalar!(r#"SELECT id AS "id!" FROM tenant_ids() AS id"#)
        .fetch_all(store.pool())
        .await?;
    Ok(ids.into_iter().map(|id| TenantScope::new(TenantId(id))).collect())
}

/// The municipality of the transaction.
pub async fn get(tx: &mut TenantTx) -> Result<Municipality, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        Municipality,
        "SELECT code, prefecture, name, kana FROM tenants WHERE tenant_id = $1",
        tenant
    )
    .fetch_one(tx.connection())
    .await?)
}

/// What a municipality has to try programs in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sandbox {
    /// This municipality is one: its people are invented.
    pub is_one: bool,
    /// The host name of this municipality's own, if it has one.
    pub host: Option<String>,
}

/// Whether the municipality is a sandbox, and where its own is.
pub async fn sandbox(tx: &mut TenantTx) -> Result<Sandbox, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        Sandbox,
        "SELECT sandbox AS is_one, sandbox_host AS host FROM tenants WHERE tenant_id = $1",
        tenant
    )
    .fetch_one(tx.connection())
    .await?)
}

/// The municipality's own settings.
pub async fn settings(tx: &mut TenantTx) -> Result<Value, StoreError> {
    let tenant = tx.tenant();
    Ok(
        sqlx::query_scalar!("SELECT settings FROM tenants WHERE tenant_id = $1", tenant)
            .fetch_one(tx.connection())
            .await?,
    )
}

/// Replaces the municipality's own settings.
pub async fn save_settings(tx: &mut TenantTx, settings: &Value) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "UPDATE tenants SET settings = $2 WHERE tenant_id = $1",
        tenant,
        settings
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
