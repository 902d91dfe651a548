//! What answers do to cases and to the sections' work.

use std::collections::{BTreeMap, BTreeSet};

use madoguchi_model::core_file::CoreRowState;
use madoguchi_model::hand_off::QueueState;
use madoguchi_model::ids::CaseId;
use serde_json::json as json_value;
use uuid::Uuid;

use super::Standing;
use crate::case_events::{self, CaseEventKind};
use crate::{ChangeError, TenantTx, queue, sections};

/// Tells cases and sections what changed: an event for each case and answer, a note on the section's work.
pub(super) async fn tell(
    tx: &mut TenantTx,
    title: &str,
    rows: &BTreeMap<Uuid, Standing>,
) -> Result<(), ChangeError> {
    let changed = || rows.values().filter(|row| row.changed);
    let works: BTreeSet<(CaseId, &str, Uuid)> = changed()
        .map(|row| (row.case, &*row.section, row.hand_off))
        .collect();
    for (case, section, hand_off) in works {
        let of_work = || {
            changed()
                .filter(move |row| row.case == case && row.section == section && row.hand_off == hand_off)
        };
        for (state, kind) in [
            (CoreRowState::Provisional, CaseEventKind::CoreProvisional),
            (CoreRowState::Accepted, CaseEventKind::CoreAccepted),
            (CoreRowState::Refused, CaseEventKind::CoreRefused),
        ] {
            let reasons: BTreeSet<&str> = of_work()
                .filter(|row| row.state == state)
                .map(|row| &*row.reason)
                .collect();
            if reasons.is_empty() {
                continue;
            }
            let reason = reasons.into_iter().collect::<Vec<_>>().join("／");
            let detail = json_value!({ "title": title, "reason": reason });
            case_events::record(tx, case, None, kind, &detail).await?;
        }
        note_work(tx, title, case, section, of_work().collect()).await?;
    }
    Ok(())
}

/// Notes a refusal on the section's work, and brings it to 仮登録済み when every row of it is at least that. The rest
/// (taking in hand, sending back, completing) stays with the section.
async fn note_work(
    tx: &mut TenantTx,
    title: &str,
    case: CaseId,
    section: &str,
    changed: Vec<&Standing>,
) -> Result<(), ChangeError> {
    let Some(section_id) = sections::by_code(tx, section).await?.map(|section| section.id) else {
        return Ok(());
    };
    let items = queue::of_case(tx, case).await?;
    let item = items
        .iter()
        .filter(|item| item.section_id == section_id && item.state != QueueState::Completed)
        .max_by_key(|item| item.received_at);
    let Some(item) = item else { return Ok(()) };
    let refused = changed.iter().filter(|row| row.state == CoreRowState::Refused);
    let reasons: BTreeSet<&str> = refused.map(|row| &*row.reason).collect();
    if !reasons.is_empty() {
        let reason = reasons.into_iter().collect::<Vec<_>>().join("／");
        let text = format!("業務システムが受理しませんでした（{title}）：{reason}");
        queue::note(
            tx,
            item.id,
            item.version,
            Some(item.state),
            item.state,
            None,
            &text,
        )
        .await?;
        return Ok(());
    }
    if item.state == QueueState::InReview && all_entered(tx, case, section).await? {
        queue::entered_by_core_system(tx, item).await?;
    }
    Ok(())
}

/// Whether every row of the case's newest hand-off to the section is at least 仮登録.
async fn all_entered(tx: &mut TenantTx, case: CaseId, section: &str) -> Result<bool, ChangeError> {
    let tenant = tx.tenant();
    let open = sqlx::query_scalar!(
        r#"SELECT count(*) AS "open!" FROM core_rows
           WHERE tenant_id = $1 AND case_id = $2 AND section = $3
            AND state IN ('waiting', 'by_hand', 'written', 'refused')
            AND NOT EXISTS (SELECT FROM core_rows later WHERE later.tenant_id = $1 AND later.corrects = core_rows.row_id)"#,
        tenant,
        case.0,
        section
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(open == 0)
}
