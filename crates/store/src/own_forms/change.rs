//! Drawing and publishing own papers. A published edition is never changed again.

use chrono::NaiveDate;
use madoguchi_model::ids::{OwnFormId, StaffId};
use madoguchi_model::own_form_state::OwnFormState;
use serde_json::Value;

use super::{StoredOwnForm, get};
use crate::{ChangeError, TenantTx, staff};

/// A paper as it was uploaded and read.
#[derive(Clone, PartialEq, Debug)]
pub struct NewOwnForm {
    /// 様式名.
    pub title: String,
    /// The definition to begin with.
    pub content: String,
    /// The PDF.
    pub pdf: Vec<u8>,
    /// Pages and places that were found on it.
    pub reading: Value,
    /// Its pages as PNG, in order.
    pub pictures: Vec<Vec<u8>>,
}

/// Begins a paper: the draft of its first edition.
pub async fn create(tx: &mut TenantTx, new: &NewOwnForm, by: StaffId) -> Result<OwnFormId, ChangeError> {
    if staff::get(tx, by).await?.is_none() {
        return Err(ChangeError::NotFound);
    }
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    lock_numbers(tx).await?;
    sqlx::query!(
        "INSERT INTO own_forms (tenant_id, own_form_id, number, edition, state, title, content, pdf, reading, version,
            changed_by, changed_at)
         SELECT $1, $2, coalesce(max(number), 0) + 1, 1, 'draft', $3, $4, $5, $6, 1, $7, $8
         FROM own_forms WHERE tenant_id = $1",
        tenant,
        id,
        new.title,
        new.content,
        new.pdf,
        new.reading,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    for (page, picture) in (1..).zip(&new.pictures) {
        sqlx::query!(
            "INSERT INTO own_form_pages (tenant_id, own_form_id, page, picture) VALUES ($1, $2, $3, $4)",
            tenant,
            id,
            page,
            picture
        )
        .execute(tx.connection())
        .await?;
    }
    Ok(OwnFormId(id))
}

/// Numbers of papers and editions are given one at a time.
async fn lock_numbers(tx: &mut TenantTx) -> Result<(), ChangeError> {
    let lock = format!("own_forms {}", tx.tenant());
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", lock)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Begins the draft of a paper's next edition on the same PDF, from this one.
pub async fn copy(tx: &mut TenantTx, id: OwnFormId, by: StaffId) -> Result<OwnFormId, ChangeError> {
    let from = get(tx, id).await?.ok_or(ChangeError::NotFound)?;
    let (tenant, new, now) = (tx.tenant(), tx.new_id(), tx.now());
    lock_numbers(tx).await?;
    sqlx::query!(
        "INSERT INTO own_forms (tenant_id, own_form_id, number, edition, state, title, content, pdf, reading, version,
            changed_by, changed_at)
         SELECT tenant_id, $3, number,
            (SELECT max(edition) + 1 FROM own_forms WHERE tenant_id = $1 AND number = $4),
            'draft', title, content, pdf, reading, 1, $5, $6
         FROM own_forms WHERE tenant_id = $1 AND own_form_id = $2",
        tenant,
        id.0,
        new,
        from.number,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!(
        "INSERT INTO own_form_pages (tenant_id, own_form_id, page, picture)
         SELECT tenant_id, $3, page, picture FROM own_form_pages WHERE tenant_id = $1 AND own_form_id = $2",
        tenant,
        id.0,
        new
    )
    .execute(tx.connection())
    .await?;
    Ok(OwnFormId(new))
}

/// Locks an edition that was read in this version, and refuses where it is in another state.
async fn locked(
    tx: &mut TenantTx,
    id: OwnFormId,
    version: i32,
    state: OwnFormState,
) -> Result<StoredOwnForm, ChangeError> {
    let tenant = tx.tenant();
    sqlx::query_scalar!(
        "SELECT version FROM own_forms WHERE tenant_id = $1 AND own_form_id = $2 FOR UPDATE",
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?
    .ok_or(ChangeError::NotFound)?;
    let form = get(tx, id).await?.ok_or(ChangeError::NotFound)?;
    if form.version != version {
        return Err(ChangeError::Stale {
            changed_by: Some(form.changed_by),
            changed_at: form.changed_at,
            version: form.version,
        });
    }
    if form.state != state {
        return Err(ChangeError::NotAllowed(format!("it is {}", form.state.code())));
    }
    Ok(form)
}

/// Keeps a draft as it is now.
pub async fn save(
    tx: &mut TenantTx,
    id: OwnFormId,
    version: i32,
    title: &str,
    content: &str,
    by: StaffId,
) -> Result<(), ChangeError> {
    locked(tx, id, version, OwnFormState::Draft).await?;
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE own_forms SET title = $3, content = $4, version = version + 1, changed_by = $5, changed_at = $6
         WHERE tenant_id = $1 AND own_form_id = $2",
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

/// Publishes a draft for cases filed from a day on, which is not past. Who drew it cannot.
pub async fn publish(
    tx: &mut TenantTx,
    id: OwnFormId,
    version: i32,
    in_force_from: NaiveDate,
    by: StaffId,
) -> Result<(), ChangeError> {
    let form = locked(tx, id, version, OwnFormState::Draft).await?;
    if form.changed_by == by {
        return Err(ChangeError::NotAllowed("who drew it cannot publish it".into()));
    }
    if in_force_from < tx.today() {
        return Err(ChangeError::NotAllowed("its day is past".into()));
    }
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE own_forms SET state = 'published', published_by = $3, published_at = $4, in_force_from = $5,
            version = version + 1
         WHERE tenant_id = $1 AND own_form_id = $2",
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

/// Gives a draft up, or ends the use of a paper with all its published editions.
pub async fn withdraw(tx: &mut TenantTx, id: OwnFormId, version: i32) -> Result<(), ChangeError> {
    let form = get(tx, id).await?.ok_or(ChangeError::NotFound)?;
    let form = locked(tx, id, version, form.state).await?;
    let tenant = tx.tenant();
    let whole = form.state == OwnFormState::Published;
    if form.state == OwnFormState::Withdrawn {
        return Err(ChangeError::NotAllowed("it is withdrawn".into()));
    }
    sqlx::query!(
        "UPDATE own_forms SET state = 'withdrawn', version = version + 1
         WHERE tenant_id = $1 AND (own_form_id = $2 OR ($3 AND number = $4 AND state = 'published'))",
        tenant,
        id.0,
        whole,
        form.number
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
