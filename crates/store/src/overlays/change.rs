//! Writing overlays, and their way through approval. What is approved is never written again.

use chrono::NaiveDate;
use madoguchi_model::ids::{OverlayId, StaffId};
use madoguchi_model::overlay_state::OverlayState;

use super::{StoredOverlay, get};
use crate::{ChangeError, TenantTx, staff};

/// An overlay's file as it is to be kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Content<'c> {
    /// What it is for.
    pub title: &'c str,
    /// The file.
    pub text: &'c str,
    /// SHA-256 of the file.
    pub hash: &'c str,
}

/// Begins a draft.
pub async fn create(tx: &mut TenantTx, content: Content<'_>, by: StaffId) -> Result<OverlayId, ChangeError> {
    if staff::get(tx, by).await?.is_none() {
        return Err(ChangeError::NotFound);
    }
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    let lock = format!("overlays {tenant}");
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", lock)
        .execute(tx.connection())
        .await?;
    sqlx::query!(
        "INSERT INTO overlays (tenant_id, overlay_id, number, state, title, content, content_hash, version,
            changed_by, changed_at)
         SELECT $1, $2, coalesce(max(number), 0) + 1, 'draft', $3, $4, $5, 1, $6, $7
         FROM overlays WHERE tenant_id = $1",
        tenant,
        id,
        content.title,
        content.text,
        content.hash,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(OverlayId(id))
}

/// Locks an overlay that was read in this version, and refuses where it is in none of the states.
async fn locked(
    tx: &mut TenantTx,
    id: OverlayId,
    version: i32,
    states: &[OverlayState],
) -> Result<StoredOverlay, ChangeError> {
    let tenant = tx.tenant();
    sqlx::query_scalar!(
        "SELECT version FROM overlays WHERE tenant_id = $1 AND overlay_id = $2 FOR UPDATE",
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?
    .ok_or(ChangeError::NotFound)?;
    let overlay = get(tx, id).await?.ok_or(ChangeError::NotFound)?;
    if overlay.version != version {
        return Err(ChangeError::Stale {
            changed_by: Some(overlay.changed_by),
            changed_at: overlay.changed_at,
            version: overlay.version,
        });
    }
    if !states.contains(&overlay.state) {
        return Err(ChangeError::NotAllowed(format!("it is {}", overlay.state.code())));
    }
    Ok(overlay)
}

/// Keeps a draft as it is now.
pub async fn save(
    tx: &mut TenantTx,
    id: OverlayId,
    version: i32,
    content: Content<'_>,
    by: StaffId,
) -> Result<(), ChangeError> {
    locked(tx, id, version, &[OverlayState::Draft]).await?;
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE overlays SET title = $3, content = $4, content_hash = $5, version = version + 1,
            changed_by = $6, changed_at = $7
         WHERE tenant_id = $1 AND overlay_id = $2",
        tenant,
        id.0,
        content.title,
        content.text,
        content.hash,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Asks for approval.
pub async fn submit(tx: &mut TenantTx, id: OverlayId, version: i32, by: StaffId) -> Result<(), ChangeError> {
    locked(tx, id, version, &[OverlayState::Draft]).await?;
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE overlays SET state = 'submitted', submitted_by = $3, submitted_at = $4, remark = '',
            version = version + 1
         WHERE tenant_id = $1 AND overlay_id = $2",
        tenant,
        id.0,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Makes a draft of it again, with what has to be changed.
pub async fn send_back(
    tx: &mut TenantTx,
    id: OverlayId,
    version: i32,
    remark: &str,
) -> Result<(), ChangeError> {
    locked(tx, id, version, &[OverlayState::Submitted]).await?;
    let tenant = tx.tenant();
    sqlx::query!(
        "UPDATE overlays SET state = 'draft', submitted_by = NULL, submitted_at = NULL, remark = $3,
            version = version + 1
         WHERE tenant_id = $1 AND overlay_id = $2",
        tenant,
        id.0,
        remark
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Approves it for cases filed from a day on, which is not past. Who wrote it or asked for approval cannot.
pub async fn approve(
    tx: &mut TenantTx,
    id: OverlayId,
    version: i32,
    in_force_from: NaiveDate,
    by: StaffId,
) -> Result<(), ChangeError> {
    let overlay = locked(tx, id, version, &[OverlayState::Submitted]).await?;
    if overlay.changed_by == by || overlay.submitted.is_some_and(|(who, _)| who == by) {
        return Err(ChangeError::NotAllowed("who wrote it cannot approve it".into()));
    }
    if in_force_from < tx.today() {
        return Err(ChangeError::NotAllowed("its day is past".into()));
    }
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE overlays SET state = 'approved', approved_by = $3, approved_at = $4, in_force_from = $5,
            version = version + 1
         WHERE tenant_id = $1 AND overlay_id = $2",
        tenant,
        id.0,
        by.0,
        now,
        in_force_from
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Gives a draft up, or takes an approval back whose day has not come.
pub async fn withdraw(
    tx: &mut TenantTx,
    id: OverlayId,
    version: i32,
    remark: &str,
) -> Result<(), ChangeError> {
    let states = [
        OverlayState::Draft,
        OverlayState::Submitted,
        OverlayState::Approved,
    ];
    let overlay = locked(tx, id, version, &states).await?;
    if overlay.in_force_from.is_some_and(|from| from <= tx.today()) {
        return Err(ChangeError::NotAllowed("it is in force".into()));
    }
    let tenant = tx.tenant();
    sqlx::query!(
        "UPDATE overlays SET state = 'withdrawn', remark = $3, version = version + 1
         WHERE tenant_id = $1 AND overlay_id = $2",
        tenant,
        id.0,
        remark
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
