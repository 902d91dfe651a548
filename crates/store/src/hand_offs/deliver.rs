//! Bringing a hand-off to the sections' queues. Doing it again changes nothing.

use std::collections::BTreeSet;

use madoguchi_model::case::CaseState;
use madoguchi_model::hand_off::{HandedProcedure, QueueItem, QueueState};
use madoguchi_model::ids::{CaseId, QueueItemId, SectionId};
use serde_json::json as json_value;
use uuid::Uuid;

use super::SectionHandOff;
use crate::case_events::{self, CaseEventKind};
use crate::codec::{Row, code, json};
use crate::queue::{self, complete_case_if_done, note};
use crate::{ChangeError, StoreError, TenantTx, cases, sections};

/// Brings a hand-off to the sections' queues: a section's work that had been sent back is received again; work
/// that is still going on gets the new list of procedures; otherwise new work is made.
pub async fn deliver(tx: &mut TenantTx, hand_off: Uuid) -> Result<(), ChangeError> {
    let Some((case, items)) = undelivered(tx, hand_off).await? else {
        return Ok(());
    };
    if cases::state_for_change(tx, case).await?.state == CaseState::HandedOff {
        let present = queue::of_case(tx, case).await?;
        let mut names = Vec::new();
        for item in &items {
            deliver_to(tx, hand_off, case, item, &present).await?;
            names.extend(
                sections::get(tx, item.section_id)
                    .await?
                    .map(|section| section.name),
            );
        }
        let wanted: BTreeSet<SectionId> = items.iter().map(|item| item.section_id).collect();
        for old in present.iter().filter(|old| !wanted.contains(&old.section_id)) {
            if old.state == QueueState::SentBack {
                // Nothing is left to do, which is for the section to see and close.
                receive_again(tx, hand_off, old, &[]).await?;
            }
        }
        let detail = json_value!({ "sections": names });
        case_events::record(tx, case, None, CaseEventKind::Delivered, &detail).await?;
        complete_case_if_done(tx, case, None).await?;
    }
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE hand_offs SET delivered_at = $3 WHERE tenant_id = $1 AND hand_off_id = $2",
        tenant,
        hand_off,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// A hand-off that is still on its way; none when it was delivered.
async fn undelivered(
    tx: &mut TenantTx,
    hand_off: Uuid,
) -> Result<Option<(CaseId, Vec<SectionHandOff>)>, ChangeError> {
    let tenant = tx.tenant();
    let case = sqlx::query_scalar!(
        "SELECT case_id FROM hand_offs WHERE tenant_id = $1 AND hand_off_id = $2",
        tenant,
        hand_off
    )
    .fetch_optional(tx.connection())
    .await?
    .ok_or(ChangeError::NotFound)?;
    // The lock on the case makes two deliveries wait for each other.
    cases::state_for_change(tx, CaseId(case)).await?;
    let row = sqlx::query!(
        "SELECT items, delivered_at FROM hand_offs WHERE tenant_id = $1 AND hand_off_id = $2",
        tenant,
        hand_off
    )
    .fetch_one(tx.connection())
    .await?;
    if row.delivered_at.is_some() {
        return Ok(None);
    }
    let items = Row {
        table: "hand_offs",
        id: &hand_off,
    }
    .json("items", row.items)?;
    Ok(Some((CaseId(case), items)))
}

async fn deliver_to(
    tx: &mut TenantTx,
    hand_off: Uuid,
    case: CaseId,
    item: &SectionHandOff,
    present: &[QueueItem],
) -> Result<(), ChangeError> {
    let of_section = || present.iter().filter(|old| old.section_id == item.section_id);
    if let Some(old) = of_section().find(|old| old.state == QueueState::SentBack) {
        return Ok(receive_again(tx, hand_off, old, &item.procedures).await?);
    }
    if let Some(old) = of_section().find(|old| old.state != QueueState::Completed) {
        if old.procedures != item.procedures {
            update_procedures(tx, hand_off, old, &item.procedures).await?;
        }
        return Ok(());
    }
    let done: Vec<&HandedProcedure> = of_section().flat_map(|old| &old.procedures).collect();
    let left: Vec<HandedProcedure> = item
        .procedures
        .iter()
        .filter(|procedure| !done.contains(procedure))
        .cloned()
        .collect();
    if done.is_empty() || !left.is_empty() {
        insert(tx, hand_off, case, item.section_id, &left).await?;
    }
    Ok(())
}

async fn insert(
    tx: &mut TenantTx,
    hand_off: Uuid,
    case: CaseId,
    section: SectionId,
    procedures: &[HandedProcedure],
) -> Result<(), StoreError> {
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    sqlx::query!(
        "INSERT INTO queue_items (tenant_id, queue_item_id, case_id, section_id, hand_off_id, procedures, state,
            send_back_reason, version, received_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, '', 1, $8, $8)",
        tenant,
        id,
        case.0,
        section.0,
        hand_off,
        json(&procedures),
        code(&QueueState::Received),
        now
    )
    .execute(tx.connection())
    .await?;
    note(tx, QueueItemId(id), 1, None, QueueState::Received, None, "").await
}

async fn receive_again(
    tx: &mut TenantTx,
    hand_off: Uuid,
    old: &QueueItem,
    procedures: &[HandedProcedure],
) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE queue_items SET state = $3, procedures = $4, hand_off_id = $5, assignee = NULL,
            send_back_reason = '', version = version + 1, received_at = $6, changed_by = NULL, changed_at = $6
         WHERE tenant_id = $1 AND queue_item_id = $2",
        tenant,
        old.id.0,
        code(&QueueState::Received),
        json(&procedures),
        hand_off,
        now
    )
    .execute(tx.connection())
    .await?;
    note(
        tx,
        old.id,
        old.version + 1,
        Some(old.state),
        QueueState::Received,
        None,
        "",
    )
    .await
}

async fn update_procedures(
    tx: &mut TenantTx,
    hand_off: Uuid,
    old: &QueueItem,
    procedures: &[HandedProcedure],
) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE queue_items SET procedures = $3, hand_off_id = $4, version = version + 1, changed_by = NULL,
            changed_at = $5
         WHERE tenant_id = $1 AND queue_item_id = $2",
        tenant,
        old.id.0,
        json(&procedures),
        hand_off,
        now
    )
    .execute(tx.connection())
    .await?;
    note(
        tx,
        old.id,
        old.version + 1,
        Some(old.state),
        old.state,
        None,
        "窓口で手続きの内容が変わりました",
    )
    .await
}
