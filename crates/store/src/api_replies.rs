//! Answers to changes that carried an idempotency key.

use chrono::{DateTime, Utc};
use madoguchi_model::ids::ApiClientId;
use sha2::{Digest, Sha256};

use crate::{ChangeError, StoreError, TenantTx, api_clients};

/// An answer as it was given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: i16,
    /// `ETag`, if there was one.
    pub etag: Option<String>,
    /// `Location`, if there was one.
    pub location: Option<String>,
    /// The body, JSON.
    pub body: Vec<u8>,
}

/// What an idempotency key is, when a request comes with it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Claim {
    /// New: the change is to be done, and its answer kept in the same transaction.
    New,
    /// The same request was answered so.
    Answered(Reply),
    /// The key came with another request.
    OtherRequest,
}

/// Claims a key for a request (`request_sha256`: of method, path and body). Waits while the same key is being worked
/// on in another transaction.
pub async fn claim(
    tx: &mut TenantTx,
    client: ApiClientId,
    key: &str,
    request_sha256: [u8; 32],
) -> Result<Claim, ChangeError> {
    if api_clients::get(tx, client).await?.is_none() {
        return Err(ChangeError::NotFound);
    }
    let (tenant, now) = (tx.tenant(), tx.now());
    let key = Sha256::digest(key);
    let done = sqlx::query!(
        "INSERT INTO api_replies (tenant_id, client_id, key_sha256, request_sha256, at)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        tenant,
        client.0,
        &key[..],
        &request_sha256[..],
        now
    )
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 1 {
        return Ok(Claim::New);
    }
    let row = sqlx::query!(
        "SELECT request_sha256, status, etag, location, body FROM api_replies
         WHERE tenant_id = $1 AND client_id = $2 AND key_sha256 = $3",
        tenant,
        client.0,
        &key[..]
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(match (row.status, row.body) {
        (Some(status), Some(body)) if row.request_sha256 == request_sha256 => Claim::Answered(Reply {
            status,
            etag: row.etag,
            location: row.location,
            body,
        }),
        _ => Claim::OtherRequest,
    })
}

/// Keeps the answer to a claimed key, in the transaction of the change.
pub async fn keep(
    tx: &mut TenantTx,
    client: ApiClientId,
    key: &str,
    reply: &Reply,
) -> Result<(), ChangeError> {
    let tenant = tx.tenant();
    let done = sqlx::query!(
        "UPDATE api_replies SET status = $4, etag = $5, location = $6, body = $7
         WHERE tenant_id = $1 AND client_id = $2 AND key_sha256 = $3 AND status IS NULL",
        tenant,
        client.0,
        &Sha256::digest(key)[..],
        reply.status,
        reply.etag,
        reply.location,
        reply.body
    )
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(ChangeError::NotFound)
    }
}

/// Removes answers older than an instant; how many.
pub async fn remove_before(tx: &mut TenantTx, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let tenant = tx.tenant();
    let done = sqlx::query!(
        "DELETE FROM api_replies WHERE tenant_id = $1 AND at < $2",
        tenant,
        before
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected())
}
