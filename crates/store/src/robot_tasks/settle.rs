//! What tasks do to the section's work.

use madoguchi_model::hand_off::{QueueItem, QueueState};
use madoguchi_model::ids::CaseId;

use crate::{ChangeError, TenantTx, queue, sections};

/// Brings a section's work to 仮登録済み when no task of it is left. The case must be locked. The rest (taking in hand,
/// sending back, completing) stays with the section.
pub(super) async fn settle(tx: &mut TenantTx, case: CaseId, section: &str) -> Result<(), ChangeError> {
    let tenant = tx.tenant();
    let open = sqlx::query_scalar!(
        r#"SELECT count(*) AS "open!" FROM robot_tasks
           WHERE tenant_id = $1 AND case_id = $2 AND section = $3
            AND state IN ('waiting', 'leased', 'refused', 'held', 'by_hand')"#,
        tenant,
        case.0,
        section
    )
    .fetch_one(tx.connection())
    .await?;
    if open > 0 {
        return Ok(());
    }
    match work(tx, case, section).await? {
        Some(item) if matches!(item.state, QueueState::Received | QueueState::InReview) => {
            queue::entered_by_robots(tx, &item).await
        }
        _ => Ok(()),
    }
}

/// Notes something on the section's work without changing its state.
pub(super) async fn note_on_work(
    tx: &mut TenantTx,
    case: CaseId,
    section: &str,
    text: &str,
) -> Result<(), ChangeError> {
    let Some(item) = work(tx, case, section).await? else {
        return Ok(());
    };
    Ok(queue::note(
        tx,
        item.id,
        item.version,
        Some(item.state),
        item.state,
        None,
        text,
    )
    .await?)
}

/// The section's newest work for the case that is not completed.
async fn work(tx: &mut TenantTx, case: CaseId, section: &str) -> Result<Option<QueueItem>, ChangeError> {
    let Some(section) = sections::by_code(tx, section).await? else {
        return Ok(None);
    };
    let items = queue::of_case(tx, case).await?.into_iter();
    Ok(items
        .filter(|item| item.section_id == section.id && item.state != QueueState::Completed)
        .max_by_key(|item| item.received_at))
}
