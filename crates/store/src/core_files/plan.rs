//! Which rows a hand-off gives.

use madoguchi_model::core_file::CoreRowState;
use madoguchi_model::ids::CaseId;
use serde_json::json as json_value;
use uuid::Uuid;

use crate::case_events::{self, CaseEventKind};
use crate::codec::code;
use crate::{ChangeError, TenantTx, cases};

/// The rows that one hand-off gives to one kind of file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewRows<'a> {
    /// The case.
    pub case: CaseId,
    /// The hand-off.
    pub hand_off: Uuid,
    /// The kind of file: a definition's id.
    pub kind: &'a str,
    /// What people call the file.
    pub title: &'a str,
    /// The code of the section whose core system takes it.
    pub section: &'a str,
    /// What the rows are about.
    pub subjects: &'a [String],
    /// Why they go by hand; none where they are to be written.
    pub by_hand: Option<&'a str>,
}

/// Plans the rows of a hand-off, and tells how many are new: planned again, none is. Rows of earlier hand-offs of the
/// case that are not written yet are dropped.
pub async fn plan(tx: &mut TenantTx, new: &NewRows<'_>) -> Result<u64, ChangeError> {
    // The lock on the case makes two plans, and a plan and a change of the case, wait for each other.
    cases::state_for_change(tx, new.case).await?;
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE core_rows SET state = 'dropped', changed_at = $5
         WHERE tenant_id = $1 AND case_id = $2 AND kind = $3 AND hand_off_id <> $4 AND state IN ('waiting', 'by_hand')",
        tenant,
        new.case.0,
        new.kind,
        new.hand_off,
        now
    )
    .execute(tx.connection())
    .await?;
    let state = if new.by_hand.is_some() {
        CoreRowState::ByHand
    } else {
        CoreRowState::Waiting
    };
    let ids: Vec<Uuid> = new.subjects.iter().map(|_| tx.new_id()).collect();
    let done = sqlx::query!(
        "INSERT INTO core_rows (tenant_id, row_id, kind, section, case_id, hand_off_id, subject, corrects, state,
            reason, planned_at, changed_at)
         SELECT $1, new.row_id, $4, $5, $2, $3, new.subject,
            (SELECT old.row_id FROM core_rows old
             WHERE old.tenant_id = $1 AND old.case_id = $2 AND old.kind = $4 AND old.subject = new.subject
                AND old.hand_off_id <> $3 AND old.file_id IS NOT NULL
             ORDER BY old.planned_at DESC, old.row_id DESC LIMIT 1),
            $6, $7, $8, $8
         FROM unnest($9::uuid[], $10::text[]) AS new (row_id, subject)
         ON CONFLICT (tenant_id, hand_off_id, kind, subject) DO NOTHING",
        tenant,
        new.case.0,
        new.hand_off,
        new.kind,
        new.section,
        code(&state),
        new.by_hand.unwrap_or_default(),
        now,
        &ids,
        new.subjects
    )
    .execute(tx.connection())
    .await?
    .rows_affected();
    if done > 0 && new.by_hand.is_some() {
        let detail = json_value!({ "title": new.title, "reason": new.by_hand });
        case_events::record(tx, new.case, None, CaseEventKind::CoreByHand, &detail).await?;
    }
    Ok(done)
}
