//! Writing an event, in the transaction of what happened.

use madoguchi_model::hand_off::QueueState;
use madoguchi_model::ids::{CaseId, QueueItemId};
use madoguchi_model::link_event::EventKind;
use serde_json::{Value, json as json_value};
use uuid::Uuid;

use super::wake;
use crate::case_events::CaseEventKind;
use crate::codec::code;
use crate::{ChangeError, StoreError, TenantTx};

/// What is to be told.
struct NewEvent<'a> {
    /// What happened.
    kind: EventKind,
    /// To what: an id.
    subject: &'a str,
    /// In which case, if in one.
    case: Option<CaseId>,
    /// More: ids and codes only.
    data: Value,
}

/// Writes an event, with a delivery for each receiver that wants its kind. One that is paused gets it later; one that is
/// stopped does not.
async fn emit(tx: &mut TenantTx, new: &NewEvent<'_>) -> Result<(), StoreError> {
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    let written = sqlx::query!(
        "WITH event AS (
            INSERT INTO webhook_events (tenant_id, event_id, kind, subject, case_id, data, at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING position
         )
         INSERT INTO webhook_deliveries (tenant_id, event_id, endpoint_id, position, case_id, state, next_at,
            changed_at)
         SELECT $1, $2, e.endpoint_id, event.position, $5, 'waiting', $7, $7 FROM webhook_endpoints e, event
         WHERE e.tenant_id = $1 AND e.state <> 'stopped' AND $3 = ANY (e.kinds)",
        tenant,
        id,
        code(&new.kind),
        new.subject,
        new.case.map(|case| case.0),
        new.data,
        now
    )
    .execute(tx.connection())
    .await?;
    if written.rows_affected() > 0 {
        wake(tx, now).await?;
    }
    Ok(())
}

/// Sends a test event to one receiver, whatever it wants to be told, and gives the event's id back.
pub async fn emit_test(tx: &mut TenantTx, endpoint: Uuid) -> Result<Uuid, ChangeError> {
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    let written = sqlx::query!(
        "WITH wanting AS (
            SELECT endpoint_id FROM webhook_endpoints WHERE tenant_id = $1 AND endpoint_id = $2
         ), event AS (
            INSERT INTO webhook_events (tenant_id, event_id, kind, subject, data, at)
            SELECT $1, $3, $4, endpoint_id::text, $5, $6 FROM wanting RETURNING position
         )
         INSERT INTO webhook_deliveries (tenant_id, event_id, endpoint_id, position, state, next_at, changed_at)
         SELECT $1, $3, endpoint_id, position, 'waiting', $6, $6 FROM wanting, event",
        tenant,
        endpoint,
        id,
        code(&EventKind::Test),
        json_value!({}),
        now
    )
    .execute(tx.connection())
    .await?;
    if written.rows_affected() == 0 {
        return Err(ChangeError::NotFound);
    }
    wake(tx, now).await?;
    Ok(id)
}

/// Writes the event that a case's own event is to other systems, where it is one.
pub(crate) async fn of_case_event(
    tx: &mut TenantTx,
    case: CaseId,
    kind: CaseEventKind,
) -> Result<(), StoreError> {
    let event = match kind {
        CaseEventKind::Opened => EventKind::CaseReceived,
        CaseEventKind::ReceptionChanged => EventKind::CaseChanged,
        CaseEventKind::ApplicationsPrepared => EventKind::ApplicationMade,
        CaseEventKind::HandedOff => EventKind::CaseHandedOff,
        CaseEventKind::Completed | CaseEventKind::Withdrawn => EventKind::CaseFinished,
        CaseEventKind::CoreProvisional => EventKind::HandOffProvisional,
        CaseEventKind::CoreAccepted => EventKind::HandOffAccepted,
        CaseEventKind::CoreRefused => EventKind::HandOffRefused,
        _ => return Ok(()),
    };
    let new = NewEvent {
        kind: event,
        subject: &case.to_string(),
        case: Some(case),
        data: json_value!({ "case": case, "event": code(&kind) }),
    };
    emit(tx, &new).await
}

/// Writes the event of a section's work that changed its state.
pub(crate) async fn of_queue_item(
    tx: &mut TenantTx,
    item: QueueItemId,
    from: Option<QueueState>,
    to: QueueState,
) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    let of = sqlx::query!(
        "SELECT q.case_id, s.code FROM queue_items q
         JOIN sections s ON s.tenant_id = $1 AND s.section_id = q.section_id
         WHERE q.tenant_id = $1 AND q.queue_item_id = $2",
        tenant,
        item.0
    )
    .fetch_one(tx.connection())
    .await?;
    let new = NewEvent {
        kind: EventKind::QueueItemChanged,
        subject: &item.to_string(),
        case: Some(CaseId(of.case_id)),
        data: json_value!({
            "case": of.case_id, "queue_item": item, "section": of.code, "from": from, "to": to,
        }),
    };
    emit(tx, &new).await
}
