//! Access tokens of API clients, and the assertions they were got with. Only hashes are kept.

use chrono::{DateTime, Utc};
use madoguchi_model::api_client::{ApiClient, Scope};
use madoguchi_model::ids::{ApiClientId, ApiKeyId};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::codec::{Row, code};
use crate::{ChangeError, StoreError, TenantTx, api_clients};

/// A token that somebody holds.
#[derive(Clone, Debug)]
pub struct Token {
    /// What the record of operations names.
    pub id: Uuid,
    /// The client, as it is now.
    pub client: ApiClient,
    /// What the token is for: what was asked for and what the client may still ask for.
    pub scopes: Vec<Scope>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// Gives a client a token, of which only the SHA-256 is kept, and notes that the key was used.
pub async fn issue(
    tx: &mut TenantTx,
    key: ApiKeyId,
    token_sha256: [u8; 32],
    scopes: &[Scope],
    expires_at: DateTime<Utc>,
) -> Result<(), ChangeError> {
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    let used = sqlx::query!(
        "UPDATE api_client_keys SET last_used_at = $3
         WHERE tenant_id = $1 AND key_id = $2 AND revoked_at IS NULL AND expires_at > $3",
        tenant,
        key.0,
        now
    )
    .execute(tx.connection())
    .await?;
    if used.rows_affected() == 0 {
        return Err(ChangeError::NotFound);
    }
    let scopes: Vec<String> = scopes.iter().map(code).collect();
    sqlx::query!(
        "INSERT INTO api_tokens (tenant_id, token_sha256, token_id, key_id, scopes, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        tenant,
        &token_sha256[..],
        id,
        key.0,
        &scopes,
        now,
        expires_at
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// The token with this SHA-256, if it is good now: neither it nor its key has ended, and the client is active.
pub async fn find(tx: &mut TenantTx, token_sha256: [u8; 32]) -> Result<Option<Token>, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let row = sqlx::query!(
        "SELECT t.token_id, t.scopes, t.expires_at, k.client_id
         FROM api_tokens t JOIN api_client_keys k ON k.tenant_id = t.tenant_id AND k.key_id = t.key_id
         WHERE t.tenant_id = $1 AND t.token_sha256 = $2 AND t.expires_at > $3
            AND k.revoked_at IS NULL AND k.expires_at > $3",
        tenant,
        &token_sha256[..],
        now
    )
    .fetch_optional(tx.connection())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let Some(client) = api_clients::get(tx, ApiClientId(row.client_id)).await? else {
        return Ok(None);
    };
    let at = Row {
        table: "api_tokens",
        id: &row.token_id,
    };
    let scopes: Vec<Scope> = row
        .scopes
        .iter()
        .map(|scope| at.code("scopes", scope))
        .collect::<Result<_, _>>()?;
    Ok(client.active.then(|| Token {
        id: row.token_id,
        scopes: scopes
            .into_iter()
            .filter(|scope| client.scopes.contains(scope))
            .collect(),
        client,
        expires_at: row.expires_at,
    }))
}

/// Notes that a client used an assertion; false when it was used before. `expires_at` is the assertion's own end.
pub async fn use_assertion(
    tx: &mut TenantTx,
    client: ApiClientId,
    jti: &str,
    expires_at: DateTime<Utc>,
) -> Result<bool, ChangeError> {
    if api_clients::get(tx, client).await?.is_none() {
        return Err(ChangeError::NotFound);
    }
    let tenant = tx.tenant();
    let done = sqlx::query!(
        "INSERT INTO api_assertions (tenant_id, client_id, jti_sha256, expires_at)
         VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        tenant,
        client.0,
        &Sha256::digest(jti)[..],
        expires_at
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes tokens and assertions that have ended; how many.
pub async fn remove_expired(tx: &mut TenantTx) -> Result<u64, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let tokens = sqlx::query!(
        "DELETE FROM api_tokens WHERE tenant_id = $1 AND expires_at <= $2",
        tenant,
        now
    )
    .execute(tx.connection())
    .await?;
    let assertions = sqlx::query!(
        "DELETE FROM api_assertions WHERE tenant_id = $1 AND expires_at <= $2",
        tenant,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(tokens.rows_affected() + assertions.rows_affected())
}
