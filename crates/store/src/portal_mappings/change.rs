//! Writing own mappings. What was put in force is never written again.

use chrono::{DateTime, Utc};
use madoguchi_model::ids::StaffId;
use uuid::Uuid;

use super::{StoredMapping, get};
use crate::import_layouts::LayoutState;
use crate::{ChangeError, StoreError, TenantTx, staff};

/// A draft as it is to be kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NewMapping<'a> {
    /// Its name: the id in the definition.
    pub name: &'a str,
    /// What people call it.
    pub title: &'a str,
    /// The definition.
    pub content: &'a str,
    /// The first bytes of a file; none where it is not made from one.
    pub sample: Option<&'a [u8]>,
}

/// Begins a draft: the next version of its name. A draft of this name that is there must be finished first.
pub async fn create(tx: &mut TenantTx, new: NewMapping<'_>, by: StaffId) -> Result<Uuid, ChangeError> {
    if staff::get(tx, by).await?.is_none() {
        return Err(ChangeError::NotFound);
    }
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    let lock = format!("portal mappings {tenant}");
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", lock)
        .execute(tx.connection())
        .await?;
    let draft = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM portal_mappings WHERE tenant_id = $1 AND name = $2 AND state = 'draft') AS "is!""#,
        tenant,
        new.name
    )
    .fetch_one(tx.connection())
    .await?;
    if draft {
        return Err(ChangeError::NotAllowed("there is a draft of this name".into()));
    }
    sqlx::query!(
        "INSERT INTO portal_mappings (tenant_id, mapping_id, name, version, state, title, content, sample, sample_at,
            changed_by, changed_at)
         SELECT $1, $2, $3, coalesce(max(version), 0) + 1, 'draft', $4, $5, $6::bytea,
            CASE WHEN $6::bytea IS NULL THEN NULL ELSE $8::timestamptz END, $7, $8
         FROM portal_mappings WHERE tenant_id = $1 AND name = $3",
        tenant,
        id,
        new.name,
        new.title,
        new.content,
        new.sample,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(id)
}

/// Locks a version that was read after so many saves, and refuses where it is in none of the states.
async fn locked(
    tx: &mut TenantTx,
    id: Uuid,
    saves: i32,
    states: &[LayoutState],
) -> Result<StoredMapping, ChangeError> {
    let tenant = tx.tenant();
    sqlx::query_scalar!(
        "SELECT saves FROM portal_mappings WHERE tenant_id = $1 AND mapping_id = $2 FOR UPDATE",
        tenant,
        id
    )
    .fetch_optional(tx.connection())
    .await?
    .ok_or(ChangeError::NotFound)?;
    let mapping = get(tx, id).await?.ok_or(ChangeError::NotFound)?;
    if mapping.saves != saves {
        return Err(ChangeError::Stale {
            changed_by: Some(mapping.changed.0),
            changed_at: mapping.changed.1,
            version: mapping.saves,
        });
    }
    if !states.contains(&mapping.state) {
        return Err(ChangeError::NotAllowed(format!("it is {:?}", mapping.state)));
    }
    Ok(mapping)
}

/// Keeps a draft as it is now.
pub async fn save(
    tx: &mut TenantTx,
    id: Uuid,
    saves: i32,
    (title, content): (&str, &str),
    by: StaffId,
) -> Result<(), ChangeError> {
    locked(tx, id, saves, &[LayoutState::Draft]).await?;
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE portal_mappings SET title = $3, content = $4, saves = saves + 1, changed_by = $5, changed_at = $6
         WHERE tenant_id = $1 AND mapping_id = $2",
        tenant,
        id,
        title,
        content,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Uses a draft from now on in the place of the version before it; not by who changed it last. Its sample goes.
pub async fn activate(tx: &mut TenantTx, id: Uuid, saves: i32, by: StaffId) -> Result<(), ChangeError> {
    let draft = locked(tx, id, saves, &[LayoutState::Draft]).await?;
    if draft.changed.0 == by {
        return Err(ChangeError::NotAllowed(
            "who changed it does not approve it".into(),
        ));
    }
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE portal_mappings SET state = 'retired' WHERE tenant_id = $1 AND name = $2 AND state = 'active'",
        tenant,
        draft.name
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!(
        "UPDATE portal_mappings SET state = 'active', activated_by = $3, activated_at = $4, sample = NULL,
            sample_at = NULL, saves = saves + 1
         WHERE tenant_id = $1 AND mapping_id = $2",
        tenant,
        id,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Gives a draft up, or ends the use of a version. Its sample goes.
pub async fn retire(tx: &mut TenantTx, id: Uuid, saves: i32) -> Result<(), ChangeError> {
    locked(tx, id, saves, &[LayoutState::Draft, LayoutState::Active]).await?;
    let tenant = tx.tenant();
    sqlx::query!(
        "UPDATE portal_mappings SET state = 'retired', sample = NULL, sample_at = NULL, saves = saves + 1
         WHERE tenant_id = $1 AND mapping_id = $2",
        tenant,
        id
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Removes samples that were uploaded before an instant: they are people's data.
pub async fn forget_samples(tx: &mut TenantTx, before: DateTime<Utc>) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "UPDATE portal_mappings SET sample = NULL, sample_at = NULL WHERE tenant_id = $1 AND sample_at < $2",
        tenant,
        before
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
