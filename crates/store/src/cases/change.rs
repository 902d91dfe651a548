//! Changing a case.

use chrono::{DateTime, Utc};
use madoguchi_model::case::{Case, CaseState};
use madoguchi_model::ids::{CaseId, StaffId};
use madoguchi_model::phone::phone_key;
use serde_json::json as json_value;

use super::row::save_members;
use crate::case_events::{self, CaseEventKind};
use crate::codec::{Row, code, json};
use crate::{ChangeError, StoreError, TenantTx, edit_leases, individual_numbers, signatures};

/// What must be known of a case before it is changed. Its row is locked.
pub(crate) struct Present {
    pub(crate) state: CaseState,
    pub(crate) version: i32,
    pub(crate) changed_by: StaffId,
    changed_at: DateTime<Utc>,
}

impl Present {
    /// Refuses a save that did not read the newest version.
    pub(crate) fn check_version(&self, read: i32) -> Result<(), ChangeError> {
        if self.version == read {
            return Ok(());
        }
        Err(ChangeError::Stale {
            changed_by: Some(self.changed_by),
            changed_at: self.changed_at,
            version: self.version,
        })
    }
}

/// Locks a case for change.
pub(crate) async fn state_for_change(tx: &mut TenantTx, id: CaseId) -> Result<Present, ChangeError> {
    let tenant = tx.tenant();
    let row = sqlx::query!(
        "SELECT state, version, changed_by, changed_at FROM cases
         WHERE tenant_id = $1 AND case_id = $2 FOR UPDATE",
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?
    .ok_or(ChangeError::NotFound)?;
    let state = Row {
        table: "cases",
        id: &id,
    }
    .code("state", &row.state)?;
    Ok(Present {
        state,
        version: row.version,
        changed_by: StaffId(row.changed_by),
        changed_at: row.changed_at,
    })
}

/// Locks a case for change by a person: it must be open, and nobody else may be editing it.
pub(crate) async fn open_for_change(
    tx: &mut TenantTx,
    id: CaseId,
    by: StaffId,
) -> Result<Present, ChangeError> {
    let present = state_for_change(tx, id).await?;
    if present.state != CaseState::Open {
        return Err(ChangeError::NotAllowed("only an open case can be changed".into()));
    }
    let now = tx.now();
    match edit_leases::get(tx, id).await? {
        Some(lease) if lease.holder != by && lease.until > now => Err(ChangeError::HeldBy(lease.holder)),
        _ => Ok(present),
    }
}

/// Moves a case to another state, if the present one allows it; the present one must be locked.
pub(crate) async fn set_state(
    tx: &mut TenantTx,
    id: CaseId,
    present: CaseState,
    to: CaseState,
    by: StaffId,
) -> Result<(), ChangeError> {
    let (tenant, now, to) = (tx.tenant(), tx.now(), present.transition(to)?);
    sqlx::query!(
        "UPDATE cases SET state = $3, version = version + 1, changed_by = $4, changed_at = $5
         WHERE tenant_id = $1 AND case_id = $2",
        tenant,
        id.0,
        code(&to),
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Saves what reception knows: events, members, visitor, dates, addresses, and the release. `case.version`
/// is the version that was read. Only an open case can be changed. Signatures on it lose their force, and how
/// many did is told beside the saved case.
pub async fn update(tx: &mut TenantTx, case: &Case, by: StaffId) -> Result<(Case, u64), ChangeError> {
    open_for_change(tx, case.id, by)
        .await?
        .check_version(case.version)?;
    let before = super::get(tx, case.id).await?.ok_or(ChangeError::NotFound)?;
    if before == *case {
        return Ok((before, 0));
    }
    write(tx, case, by).await?;
    if !save_members(tx, case.id, &case.members).await? {
        return Err(ChangeError::NotFound);
    }
    let voided = signatures::void_all_of_case(tx, case.id, by, "受付の内容が変わったため").await?;
    case_events::record(
        tx,
        case.id,
        Some(by),
        CaseEventKind::ReceptionChanged,
        &json_value!({ "voided": voided }),
    )
    .await?;
    let saved = super::get(tx, case.id).await?.ok_or(ChangeError::NotFound)?;
    Ok((saved, voided))
}

async fn write(tx: &mut TenantTx, case: &Case, by: StaffId) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let events: Vec<String> = case.events.iter().map(code).collect();
    sqlx::query!(
        "UPDATE cases SET events = $3, visitor = $4, moved_on = $5, filed_on = $6, new_address = $7,
            former_address = $8, release_hash = $9, overlay_hash = $10, version = version + 1, changed_by = $11,
            changed_at = $12, phone_key = $13
         WHERE tenant_id = $1 AND case_id = $2",
        tenant,
        case.id.0,
        &events,
        json(&case.visitor),
        case.moved_on,
        case.filed_on,
        case.new_address.as_ref().map(json),
        case.former_address.as_ref().map(json),
        case.release_hash,
        case.overlay_hash,
        by.0,
        now,
        phone_key(&case.visitor.phone)
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// 取下げ, with a reason.
pub async fn withdraw(
    tx: &mut TenantTx,
    id: CaseId,
    version: i32,
    by: StaffId,
    reason: &str,
) -> Result<(), ChangeError> {
    let present = state_for_change(tx, id).await?;
    present.check_version(version)?;
    set_state(tx, id, present.state, CaseState::Withdrawn, by).await?;
    individual_numbers::delete_of_case(tx, id).await?;
    let detail = json_value!({ "reason": reason });
    Ok(case_events::record(tx, id, Some(by), CaseEventKind::Withdrawn, &detail).await?)
}
