//! Writing own layouts. What was activated is never written again.

use chrono::{DateTime, Utc};
use madoguchi_import::{Layout, Target};
use madoguchi_model::ids::{ImportLayoutId, StaffId};

use super::{LayoutState, StoredLayout, get};
use crate::{ChangeError, StoreError, TenantTx, staff};

/// A draft as it is to be kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NewLayout<'a> {
    /// Its name: the id in the definition. A standard layout's cannot be taken.
    pub name: &'a str,
    /// The name people read.
    pub title: &'a str,
    /// What its rows are about.
    pub target: Target,
    /// The definition.
    pub content: &'a str,
    /// The first bytes of a file; none where it is not made from one.
    pub sample: Option<&'a [u8]>,
}

/// Begins a draft: the next version of its name. A draft of this name that is there must be finished first.
pub async fn create(
    tx: &mut TenantTx,
    new: NewLayout<'_>,
    by: StaffId,
) -> Result<ImportLayoutId, ChangeError> {
    if staff::get(tx, by).await?.is_none() {
        return Err(ChangeError::NotFound);
    }
    if Layout::find(new.name).is_some() {
        return Err(ChangeError::NotAllowed("a standard layout has this name".into()));
    }
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    let lock = format!("import layouts {tenant}");
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", lock)
        .execute(tx.connection())
        .await?;
    let others = sqlx::query!(
        "SELECT state, target FROM import_layouts WHERE tenant_id = $1 AND name = $2",
        tenant,
        new.name
    )
    .fetch_all(tx.connection())
    .await?;
    if others
        .iter()
        .any(|other| other.state == "draft" || other.target != new.target.code())
    {
        return Err(ChangeError::NotAllowed("there is another of this name".into()));
    }
    sqlx::query!(
        "INSERT INTO import_layouts (tenant_id, layout_id, name, version, state, title, target, content, sample,
            sample_at, changed_by, changed_at)
         SELECT $1, $2, $3, coalesce(max(version), 0) + 1, 'draft', $4, $5, $6, $7::bytea,
            CASE WHEN $7::bytea IS NULL THEN NULL ELSE $9::timestamptz END, $8, $9
         FROM import_layouts WHERE tenant_id = $1 AND name = $3",
        tenant,
        id,
        new.name,
        new.title,
        new.target.code(),
        new.content,
        new.sample,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(ImportLayoutId(id))
}

/// Locks a version that was read after so many saves, and refuses where it is in none of the states.
async fn locked(
    tx: &mut TenantTx,
    id: ImportLayoutId,
    saves: i32,
    states: &[LayoutState],
) -> Result<StoredLayout, ChangeError> {
    let tenant = tx.tenant();
    sqlx::query_scalar!(
        "SELECT saves FROM import_layouts WHERE tenant_id = $1 AND layout_id = $2 FOR UPDATE",
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?
    .ok_or(ChangeError::NotFound)?;
    let layout = get(tx, id).await?.ok_or(ChangeError::NotFound)?;
    if layout.saves != saves {
        return Err(ChangeError::Stale {
            changed_by: Some(layout.changed.0),
            changed_at: layout.changed.1,
            version: layout.saves,
        });
    }
    if !states.contains(&layout.state) {
        return Err(ChangeError::NotAllowed(format!("it is {:?}", layout.state)));
    }
    Ok(layout)
}

/// Keeps a draft as it is now.
pub async fn save(
    tx: &mut TenantTx,
    id: ImportLayoutId,
    saves: i32,
    title: &str,
    content: &str,
    by: StaffId,
) -> Result<(), ChangeError> {
    locked(tx, id, saves, &[LayoutState::Draft]).await?;
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE import_layouts SET title = $3, content = $4, saves = saves + 1, changed_by = $5, changed_at = $6
         WHERE tenant_id = $1 AND layout_id = $2",
        tenant,
        id.0,
        title,
        content,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Gives a draft another sample.
pub async fn give_sample(
    tx: &mut TenantTx,
    id: ImportLayoutId,
    saves: i32,
    sample: &[u8],
) -> Result<(), ChangeError> {
    locked(tx, id, saves, &[LayoutState::Draft]).await?;
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE import_layouts SET sample = $3, sample_at = $4 WHERE tenant_id = $1 AND layout_id = $2",
        tenant,
        id.0,
        sample,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Uses a draft from now on in the place of the version before it. The caller has seen that it contradicts itself in
/// nothing. Its sample goes.
pub async fn activate(
    tx: &mut TenantTx,
    id: ImportLayoutId,
    saves: i32,
    by: StaffId,
) -> Result<(), ChangeError> {
    let draft = locked(tx, id, saves, &[LayoutState::Draft]).await?;
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE import_layouts SET state = 'retired' WHERE tenant_id = $1 AND name = $2 AND state = 'active'",
        tenant,
        draft.name
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!(
        "UPDATE import_layouts SET state = 'active', activated_by = $3, activated_at = $4, sample = NULL,
            sample_at = NULL, saves = saves + 1
         WHERE tenant_id = $1 AND layout_id = $2",
        tenant,
        id.0,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Gives a draft up, or ends the use of a version. Its sample goes.
pub async fn retire(tx: &mut TenantTx, id: ImportLayoutId, saves: i32) -> Result<(), ChangeError> {
    locked(tx, id, saves, &[LayoutState::Draft, LayoutState::Active]).await?;
    let tenant = tx.tenant();
    sqlx::query!(
        "UPDATE import_layouts SET state = 'retired', sample = NULL, sample_at = NULL, saves = saves + 1
         WHERE tenant_id = $1 AND layout_id = $2",
        tenant,
        id.0
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Removes samples that were uploaded before an instant: they are people's data.
pub async fn forget_samples(tx: &mut TenantTx, before: DateTime<Utc>) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "UPDATE import_layouts SET sample = NULL, sample_at = NULL WHERE tenant_id = $1 AND sample_at < $2",
        tenant,
        before
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
