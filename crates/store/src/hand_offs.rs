//! What goes from the counter to the sections.

mod deliver;

use chrono::{DateTime, Utc};
use madoguchi_model::case::CaseState;
use madoguchi_model::hand_off::HandedProcedure;
use madoguchi_model::ids::{CaseId, SectionId, StaffId};
use serde::{Deserialize, Serialize};
use serde_json::json as json_value;
use uuid::Uuid;

use crate::case_events::{self, CaseEventKind};
use crate::codec::{Row, json};
use crate::{ChangeError, StoreError, TenantTx, cases, jobs, sections};
pub use deliver::deliver;

/// The kind of the job that delivers a hand-off; its payload is `{"hand_off": id}`.
pub const DELIVER: &str = "deliver_hand_off";

/// What one section gets.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SectionHandOff {
    /// The section.
    pub section_id: SectionId,
    /// Its procedures.
    pub procedures: Vec<HandedProcedure>,
}

/// One hand-off.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HandOff {
    /// Our id.
    pub id: Uuid,
    /// The case.
    pub case_id: CaseId,
    /// What each section gets.
    pub items: Vec<SectionHandOff>,
    /// Who handed off.
    pub handed_by: StaffId,
    /// When.
    pub handed_at: DateTime<Utc>,
    /// When the sections' queues had received it; none while it is on its way.
    pub delivered_at: Option<DateTime<Utc>>,
}

/// Hands an open case off. The sections' queues receive it through a job of the same transaction. `version` is
/// the version of the case that was read; each section occurs once.
pub async fn create(
    tx: &mut TenantTx,
    case: CaseId,
    version: i32,
    items: &[SectionHandOff],
    by: StaffId,
) -> Result<Uuid, ChangeError> {
    let present = cases::open_for_change(tx, case, by).await?;
    present.check_version(version)?;
    for (index, item) in items.iter().enumerate() {
        if sections::get(tx, item.section_id).await?.is_none() {
            return Err(ChangeError::NotFound);
        }
        if items[..index]
            .iter()
            .any(|other| other.section_id == item.section_id)
        {
            return Err(ChangeError::NotAllowed(
                "a section occurs twice in the hand-off".into(),
            ));
        }
    }
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    sqlx::query!(
        "INSERT INTO hand_offs (tenant_id, hand_off_id, case_id, items, handed_by, handed_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        tenant,
        id,
        case.0,
        json(&items),
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    cases::set_state(tx, case, present.state, CaseState::HandedOff, by).await?;
    sqlx::query!(
        "DELETE FROM edit_leases WHERE tenant_id = $1 AND case_id = $2",
        tenant,
        case.0
    )
    .execute(tx.connection())
    .await?;
    let detail = json_value!({ "sections": items.len() });
    case_events::record(tx, case, Some(by), CaseEventKind::HandedOff, &detail).await?;
    jobs::enqueue(tx, DELIVER, &json_value!({ "hand_off": id }), None).await?;
    Ok(id)
}

/// One hand-off's case; none where it is not there.
pub async fn case_of(tx: &mut TenantTx, hand_off: Uuid) -> Result<Option<CaseId>, StoreError> {
    let tenant = tx.tenant();
    let case = sqlx::query_scalar!(
        "SELECT case_id FROM hand_offs WHERE tenant_id = $1 AND hand_off_id = $2",
        tenant,
        hand_off
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(case.map(CaseId))
}

/// The hand-offs of a case, oldest first.
pub async fn of_case(tx: &mut TenantTx, case: CaseId) -> Result<Vec<HandOff>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "SELECT hand_off_id, case_id, items, handed_by, handed_at, delivered_at FROM hand_offs
         WHERE tenant_id = $1 AND case_id = $2 ORDER BY handed_at, hand_off_id",
        tenant,
        case.0
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(|row| {
        let items = Row {
            table: "hand_offs",
            id: &row.hand_off_id,
        }
        .json("items", row.items)?;
        Ok(HandOff {
            id: row.hand_off_id,
            case_id: CaseId(row.case_id),
            items,
            handed_by: StaffId(row.handed_by),
            handed_at: row.handed_at,
            delivered_at: row.delivered_at,
        })
    })
    .collect()
}
