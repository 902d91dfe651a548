//! Working on a section's queue. Only the person who has a piece of work in hand may change it.

use madoguchi_model::case::CaseState;
use madoguchi_model::hand_off::{QueueItem, QueueState};
use madoguchi_model::ids::{CaseId, QueueItemId, StaffId};
use serde_json::json as json_value;

use super::note;
use crate::case_events::{self, CaseEventKind};
use crate::codec::code;
use crate::{ChangeError, TenantTx, cases, individual_numbers, robot_tasks, sections};

/// Takes a piece of work in hand: 受付 → 審査中. What robots have entered while nobody had it in hand stays 仮登録済み.
pub async fn take(tx: &mut TenantTx, id: QueueItemId, version: i32, by: StaffId) -> Result<(), ChangeError> {
    let item = locked(tx, id, version).await?;
    if let Some(other) = item.assignee.filter(|other| *other != by) {
        return Err(ChangeError::HeldBy(other));
    }
    if item.state == QueueState::Provisional && item.assignee.is_none() {
        return hold(tx, &item, by).await;
    }
    change(tx, &item, QueueState::InReview, Some(by), by, "").await?;
    tell_case(tx, &item, by, CaseEventKind::Taken, "").await
}

/// Puts a piece of work back to the queue: 審査中 → 受付. With `from_another`, also one that somebody else has in
/// hand; who may do that is the caller's to decide.
pub async fn put_back(
    tx: &mut TenantTx,
    id: QueueItemId,
    version: i32,
    by: StaffId,
    from_another: bool,
) -> Result<(), ChangeError> {
    let item = locked(tx, id, version).await?;
    if !from_another {
        in_hand_of(&item, by)?;
    }
    change(tx, &item, QueueState::Received, None, by, "").await?;
    tell_case(tx, &item, by, CaseEventKind::PutBack, "").await
}

/// Sends a piece of work back to the front desk with a reason, and opens its case again.
pub async fn send_back(
    tx: &mut TenantTx,
    id: QueueItemId,
    version: i32,
    by: StaffId,
    reason: &str,
) -> Result<(), ChangeError> {
    let item = locked(tx, id, version).await?;
    in_hand_of(&item, by)?;
    if reason.trim().is_empty() {
        return Err(ChangeError::NotAllowed("sending back needs a reason".into()));
    }
    change(tx, &item, QueueState::SentBack, None, by, reason).await?;
    let case = cases::state_for_change(tx, item.case_id).await?;
    // Another section may have opened it already.
    if case.state != CaseState::Open {
        cases::set_state(tx, item.case_id, case.state, CaseState::Open, by).await?;
    }
    tell_case(tx, &item, by, CaseEventKind::SentBack, reason).await
}

/// 審査中 → 仮登録済み: the core system holds it provisionally.
pub async fn enter_provisionally(
    tx: &mut TenantTx,
    id: QueueItemId,
    version: i32,
    by: StaffId,
) -> Result<(), ChangeError> {
    let item = locked(tx, id, version).await?;
    in_hand_of(&item, by)?;
    change(tx, &item, QueueState::Provisional, Some(by), by, "").await?;
    if let Some(section) = sections::get(tx, item.section_id).await? {
        robot_tasks::entered_by_person(tx, item.case_id, &section.code, by).await?;
    }
    tell_case(tx, &item, by, CaseEventKind::EnteredProvisionally, "").await
}

/// 審査中 → 仮登録済み because the core system says so. Who has it in hand keeps it. The case must be locked.
pub(crate) async fn entered_by_core_system(tx: &mut TenantTx, item: &QueueItem) -> Result<(), ChangeError> {
    let (tenant, now, to) = (
        tx.tenant(),
        tx.now(),
        item.state.transition(QueueState::Provisional)?,
    );
    sqlx::query!(
        "UPDATE queue_items SET state = $3, version = version + 1, changed_by = NULL, changed_at = $4
         WHERE tenant_id = $1 AND queue_item_id = $2",
        tenant,
        item.id.0,
        code(&to),
        now
    )
    .execute(tx.connection())
    .await?;
    let reason = "業務システムから仮登録の応答がありました";
    Ok(note(tx, item.id, item.version + 1, Some(item.state), to, None, reason).await?)
}

/// 受付 or 審査中 → 仮登録済み because robots have typed everything. Who has it in hand keeps it; where nobody has, anybody of
/// the section may take it to complete it. The case must be locked.
pub(crate) async fn entered_by_robots(tx: &mut TenantTx, item: &QueueItem) -> Result<(), ChangeError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let reviewed = match item.state {
        QueueState::Received => item.state.transition(QueueState::InReview)?,
        state => state,
    };
    let to = reviewed.transition(QueueState::Provisional)?;
    sqlx::query!(
        "UPDATE queue_items SET state = $3, version = version + 1, changed_by = NULL, changed_at = $4
         WHERE tenant_id = $1 AND queue_item_id = $2",
        tenant,
        item.id.0,
        code(&to),
        now
    )
    .execute(tx.connection())
    .await?;
    let reason = "ロボットの入力作業がすべて終わりました";
    Ok(note(tx, item.id, item.version + 1, Some(item.state), to, None, reason).await?)
}

/// Puts a piece of work that nobody has in hand into somebody's, in the state that it has.
async fn hold(tx: &mut TenantTx, item: &QueueItem, by: StaffId) -> Result<(), ChangeError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE queue_items SET assignee = $3, version = version + 1, changed_by = $3, changed_at = $4
         WHERE tenant_id = $1 AND queue_item_id = $2",
        tenant,
        item.id.0,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    let (state, reason) = (item.state, "引き取りました");
    note(
        tx,
        item.id,
        item.version + 1,
        Some(state),
        state,
        Some(by),
        reason,
    )
    .await?;
    tell_case(tx, item, by, CaseEventKind::Taken, "").await
}

/// 仮登録済み → 完了. With the last piece of work its case is completed too.
pub async fn complete(
    tx: &mut TenantTx,
    id: QueueItemId,
    version: i32,
    by: StaffId,
) -> Result<(), ChangeError> {
    let item = locked(tx, id, version).await?;
    in_hand_of(&item, by)?;
    change(tx, &item, QueueState::Completed, Some(by), by, "").await?;
    tell_case(tx, &item, by, CaseEventKind::ItemCompleted, "").await?;
    complete_case_if_done(tx, item.case_id, Some(by)).await
}

/// Locks a piece of work and its case for change; the caller must have read its newest version.
async fn locked(tx: &mut TenantTx, id: QueueItemId, version: i32) -> Result<QueueItem, ChangeError> {
    let item = super::get(tx, id).await?.ok_or(ChangeError::NotFound)?;
    // Always the case before its work, so that nobody waits in a circle.
    cases::state_for_change(tx, item.case_id).await?;
    let item = super::get(tx, id).await?.ok_or(ChangeError::NotFound)?;
    if item.version == version {
        return Ok(item);
    }
    let tenant = tx.tenant();
    let last = sqlx::query!(
        "SELECT changed_by, changed_at FROM queue_items WHERE tenant_id = $1 AND queue_item_id = $2",
        tenant,
        id.0
    )
    .fetch_one(tx.connection())
    .await?;
    Err(ChangeError::Stale {
        changed_by: last.changed_by.map(StaffId),
        changed_at: last.changed_at,
        version: item.version,
    })
}

fn in_hand_of(item: &QueueItem, by: StaffId) -> Result<(), ChangeError> {
    match item.assignee {
        Some(holder) if holder == by => Ok(()),
        Some(holder) => Err(ChangeError::HeldBy(holder)),
        None => Err(ChangeError::NotAllowed("nobody has it in hand".into())),
    }
}

async fn change(
    tx: &mut TenantTx,
    item: &QueueItem,
    to: QueueState,
    assignee: Option<StaffId>,
    by: StaffId,
    reason: &str,
) -> Result<(), ChangeError> {
    let (tenant, now, to) = (tx.tenant(), tx.now(), item.state.transition(to)?);
    sqlx::query!(
        "UPDATE queue_items SET state = $3, assignee = $4, send_back_reason = $5, version = version + 1,
            changed_by = $6, changed_at = $7
         WHERE tenant_id = $1 AND queue_item_id = $2",
        tenant,
        item.id.0,
        code(&to),
        assignee.map(|assignee| assignee.0),
        reason,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(note(
        tx,
        item.id,
        item.version + 1,
        Some(item.state),
        to,
        Some(by),
        reason,
    )
    .await?)
}

async fn tell_case(
    tx: &mut TenantTx,
    item: &QueueItem,
    by: StaffId,
    kind: CaseEventKind,
    reason: &str,
) -> Result<(), ChangeError> {
    let section = sections::get(tx, item.section_id)
        .await?
        .map(|section| section.name);
    let detail = json_value!({ "section": section, "reason": reason });
    Ok(case_events::record(tx, item.case_id, Some(by), kind, &detail).await?)
}

/// Completes a handed-off case when none of its work is left. Its row must be locked. By nobody, when nothing
/// was left from the beginning; then the person who handed it off counts as who changed it.
pub(crate) async fn complete_case_if_done(
    tx: &mut TenantTx,
    id: CaseId,
    by: Option<StaffId>,
) -> Result<(), ChangeError> {
    let items = super::of_case(tx, id).await?;
    let present = cases::state_for_change(tx, id).await?;
    if present.state != CaseState::HandedOff || items.iter().any(|item| item.state != QueueState::Completed) {
        return Ok(());
    }
    let changed_by = by.unwrap_or(present.changed_by);
    cases::set_state(tx, id, present.state, CaseState::Completed, changed_by).await?;
    individual_numbers::delete_of_case(tx, id).await?;
    Ok(case_events::record(tx, id, by, CaseEventKind::Completed, &json_value!({})).await?)
}
