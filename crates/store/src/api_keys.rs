//! What API clients prove themselves with.

use chrono::{DateTime, Utc};
use madoguchi_model::api_client::ApiKeyKind;
use madoguchi_model::ids::{ApiClientId, ApiKeyId, StaffId};
use serde_json::Value;

use crate::codec::{Row, code};
use crate::{ChangeError, StoreError, TenantTx, api_clients};

/// A key of a client.
#[derive(Clone, PartialEq, Debug)]
pub struct ApiKey {
    /// Our id; a JWT's `kid` may name it.
    pub id: ApiKeyId,
    /// Secret or public key.
    pub kind: ApiKeyKind,
    /// SHA-256 of the secret.
    pub secret_sha256: Option<Vec<u8>>,
    /// The public key: a JWK (RFC 7517), or `{"pem": …}` with a `SubjectPublicKeyInfo`.
    pub public_key: Option<Value>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When a token was last got with it.
    pub last_used_at: Option<DateTime<Utc>>,
}

impl ApiKey {
    /// Whether a token can be got with it.
    #[must_use]
    pub fn is_good(&self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

/// A key to be added.
#[derive(Clone, PartialEq, Debug)]
pub enum NewKey {
    /// SHA-256 of a secret of 256 random bits.
    Secret([u8; 32]),
    /// A JWK (RFC 7517) with nothing private in it, or `{"pem": …}`.
    PublicKey(Value),
}

/// The keys of a client, oldest first, those that have ended too.
pub async fn of_client(tx: &mut TenantTx, client: ApiClientId) -> Result<Vec<ApiKey>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "SELECT key_id, kind, secret_sha256, public_key, created_at, expires_at, revoked_at, last_used_at
         FROM api_client_keys WHERE tenant_id = $1 AND client_id = $2 ORDER BY created_at, key_id",
        tenant,
        client.0
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(|row| {
        let at = Row {
            table: "api_client_keys",
            id: &row.key_id,
        };
        Ok(ApiKey {
            id: ApiKeyId(row.key_id),
            kind: at.code("kind", &row.kind)?,
            secret_sha256: row.secret_sha256,
            public_key: row.public_key,
            created_at: row.created_at,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
            last_used_at: row.last_used_at,
        })
    })
    .collect()
}

/// Adds a key to a client.
pub async fn add(
    tx: &mut TenantTx,
    client: ApiClientId,
    key: &NewKey,
    expires_at: DateTime<Utc>,
    by: StaffId,
) -> Result<ApiKeyId, ChangeError> {
    if api_clients::get(tx, client).await?.is_none() {
        return Err(ChangeError::NotFound);
    }
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    let (kind, secret, public) = match key {
        NewKey::Secret(hash) => (ApiKeyKind::Secret, Some(&hash[..]), None),
        NewKey::PublicKey(jwk) => (ApiKeyKind::PublicKey, None, Some(jwk)),
    };
    sqlx::query!(
        "INSERT INTO api_client_keys (tenant_id, key_id, client_id, kind, secret_sha256, public_key, created_by,
            created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        tenant,
        id,
        client.0,
        code(&kind),
        secret,
        public,
        by.0,
        now,
        expires_at
    )
    .execute(tx.connection())
    .await?;
    Ok(ApiKeyId(id))
}

/// Takes a key back, and with it every token that was got with it.
pub async fn revoke(tx: &mut TenantTx, client: ApiClientId, key: ApiKeyId) -> Result<(), ChangeError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let done = sqlx::query!(
        "UPDATE api_client_keys SET revoked_at = coalesce(revoked_at, $4)
         WHERE tenant_id = $1 AND client_id = $2 AND key_id = $3",
        tenant,
        client.0,
        key.0,
        now
    )
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 0 {
        return Err(ChangeError::NotFound);
    }
    sqlx::query!(
        "DELETE FROM api_tokens WHERE tenant_id = $1 AND key_id = $2",
        tenant,
        key.0
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
