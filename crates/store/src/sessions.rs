//! Signed-in sessions. Only the SHA-256 of a token is kept.

use chrono::{DateTime, Utc};
use madoguchi_model::ids::{SessionId, StaffId, TenantId};
use madoguchi_model::municipality::Municipality;
use madoguchi_model::staff::{Section, Staff};

use sha2::{Digest, Sha256};

use crate::codec::Row;
use crate::staff::Account;
use crate::{ChangeError, Store, StoreError, TenantScope, TenantTx, sections, staff, tenants};

/// A session that somebody holds the token of. Whether it is still good (expiry, account active, host) is for
/// the caller to judge.
#[derive(Clone, Debug)]
pub struct Session {
    /// Our id.
    pub id: SessionId,
    /// Who is signed in.
    pub staff: Staff,
    /// Where that person works.
    pub section: Section,
    /// What forms of this session are guarded with.
    pub csrf_secret: [u8; 32],
    /// What this person's unsent input is encrypted with on a terminal: the same in every session of theirs until
    /// their password changes, and nobody else's.
    pub draft_key: [u8; 32],
    /// The host name it was opened under.
    pub host: String,
    /// The network address it was opened from.
    pub address: String,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends at the latest.
    pub expires_at: DateTime<Utc>,
    /// The password was given out by somebody else.
    pub must_change_password: bool,
}

/// A session to be opened.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// SHA-256 of the token.
    pub token_sha256: [u8; 32],
    /// Who signed in.
    pub staff: StaffId,
    /// What forms of this session are guarded with.
    pub csrf_secret: [u8; 32],
    /// The host name.
    pub host: String,
    /// The network address.
    pub address: String,
    /// When it ends at the latest.
    pub expires_at: DateTime<Utc>,
}

/// Opens a session.
pub async fn create(tx: &mut TenantTx, session: &NewSession) -> Result<SessionId, ChangeError> {
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    if staff::get(tx, session.staff).await?.is_none() {
        return Err(ChangeError::NotFound);
    }
    sqlx::query!(
        "INSERT INTO sessions (tenant_id, session_id, token_sha256, staff_id, csrf_secret, host, address,
            created_at, last_seen_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)",
        tenant,
        id,
        &session.token_sha256[..],
        session.staff.0,
        &session.csrf_secret[..],
        session.host,
        session.address,
        now,
        session.expires_at
    )
    .execute(tx.connection())
    .await?;
    Ok(SessionId(id))
}

/// A session that was found by its token.
#[derive(Debug)]
pub struct Found {
    /// Its tenant.
    pub scope: TenantScope,
    /// The municipality.
    pub municipality: Municipality,
    /// The session.
    pub session: Session,
}

/// The session whose token has this SHA-256, with its tenant.
pub async fn find(store: &Store, token_sha256: [u8; 32]) -> Result<Option<Found>, StoreError> {
    let found = sqlx::query!(
        r#"SELECT tenant_id AS "tenant_id!", session_id AS "session_id!" FROM session_by_token($1)"#,
        &token_sha256[..]
    )
    .fetch_optional(store.pool())
    .await?;
    let Some(found) = found else { return Ok(None) };
    let scope = TenantScope::new(TenantId(found.tenant_id));
    let mut tx = store.begin(&scope).await?;
    let session = get(&mut tx, SessionId(found.session_id)).await?;
    let municipality = tenants::get(&mut tx).await?;
    tx.commit().await?;
    Ok(session.map(|session| Found {
        scope,
        municipality,
        session,
    }))
}

/// One session of this tenant.
pub async fn get(tx: &mut TenantTx, id: SessionId) -> Result<Option<Session>, StoreError> {
    let tenant = tx.tenant();
    let row = sqlx::query!(
        r#"SELECT staff_id, csrf_secret, host, address, created_at, last_seen_at, expires_at
           FROM sessions WHERE tenant_id = $1 AND session_id = $2"#,
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let at = Row {
        table: "sessions",
        id: &id,
    };
    let account = staff::account(tx, StaffId(row.staff_id))
        .await?
        .ok_or_else(|| at.wrong("staff_id", &"no such staff"))?;
    let section = sections::get(tx, account.staff.section_id)
        .await?
        .ok_or_else(|| at.wrong("staff_id", &"no such section"))?;
    let csrf_secret = row
        .csrf_secret
        .try_into()
        .map_err(|_| at.wrong("csrf_secret", &"must be 32 bytes"))?;
    Ok(Some(Session {
        id,
        draft_key: draft_key(&account),
        staff: account.staff,
        section,
        csrf_secret,
        host: row.host,
        address: row.address,
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
        expires_at: row.expires_at,
        must_change_password: account.must_change_password,
    }))
}

/// One-way from what only the server knows of an account.
fn draft_key(account: &Account) -> [u8; 32] {
    let mut digest = Sha256::new_with_prefix("madoguchi draft\n");
    digest.update(account.staff.id.0);
    digest.update(&account.password_hash);
    digest.finalize().into()
}

/// Notes that a session was used now; false when it is gone.
pub async fn touch(tx: &mut TenantTx, id: SessionId) -> Result<bool, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let done = sqlx::query!(
        "UPDATE sessions SET last_seen_at = $3 WHERE tenant_id = $1 AND session_id = $2",
        tenant,
        id.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a session; false when it was gone already.
pub async fn end(tx: &mut TenantTx, id: SessionId) -> Result<bool, StoreError> {
    let tenant = tx.tenant();
    let done = sqlx::query!(
        "DELETE FROM sessions WHERE tenant_id = $1 AND session_id = $2",
        tenant,
        id.0
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends every session of a member of staff but one; how many.
pub async fn end_all_of(
    tx: &mut TenantTx,
    staff: StaffId,
    but: Option<SessionId>,
) -> Result<u64, StoreError> {
    let tenant = tx.tenant();
    let done = sqlx::query!(
        "DELETE FROM sessions WHERE tenant_id = $1 AND staff_id = $2 AND session_id IS DISTINCT FROM $3",
        tenant,
        staff.0,
        but.map(|id| id.0)
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected())
}

/// Removes sessions that have expired; how many.
pub async fn remove_expired(tx: &mut TenantTx) -> Result<u64, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let done = sqlx::query!(
        "DELETE FROM sessions WHERE tenant_id = $1 AND expires_at <= $2",
        tenant,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected())
}
