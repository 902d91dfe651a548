//! Which tasks a hand-off gives.

use madoguchi_model::ids::CaseId;
use madoguchi_model::robot_task::RobotTaskState;
use serde_json::json as json_value;
use uuid::Uuid;

use crate::case_events::{self, CaseEventKind};
use crate::codec::code;
use crate::{ChangeError, TenantTx, cases};

/// Why a person looks at what an earlier task typed and the present hand-off does not have.
const GONE: &str =
    "前の引継ぎで入力した内容が、今回の引継ぎにはありません。取消しの入力が要るか確かめてください";

/// The tasks that one hand-off gives to one kind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewTasks<'a> {
    /// The case.
    pub case: CaseId,
    /// The hand-off.
    pub hand_off: Uuid,
    /// A definition's id.
    pub kind: &'a str,
    /// What people call it.
    pub title: &'a str,
    /// The code of the section whose core system is typed into.
    pub section: &'a str,
    /// What the tasks are about.
    pub subjects: &'a [String],
    /// Why a person types them; none where robots do.
    pub by_hand: Option<&'a str>,
}

/// Plans the tasks of a hand-off, and tells how many are new: planned again, none is. What an earlier hand-off of the
/// case wanted and no robot has typed is dropped; what one has typed is corrected, or shown to a person where the
/// hand-off does not have it any more.
pub async fn plan(tx: &mut TenantTx, new: &NewTasks<'_>) -> Result<u64, ChangeError> {
    // The lock on the case makes two plans, and a plan and an answer, wait for each other.
    cases::state_for_change(tx, new.case).await?;
    let (tenant, now) = (tx.tenant(), tx.now());
    let planned = sqlx::query_scalar!(
        r#"SELECT count(*) AS "tasks!" FROM robot_tasks
           WHERE tenant_id = $1 AND case_id = $2 AND kind = $3 AND hand_off_id = $4"#,
        tenant,
        new.case.0,
        new.kind,
        new.hand_off
    )
    .fetch_one(tx.connection())
    .await?;
    if planned > 0 {
        return Ok(0);
    }
    sqlx::query!(
        "UPDATE robot_tasks SET state = 'dropped', version = version + 1, changed_by = NULL, changed_at = $5
         WHERE tenant_id = $1 AND case_id = $2 AND kind = $3 AND hand_off_id <> $4
            AND state IN ('waiting', 'held', 'by_hand', 'refused')",
        tenant,
        new.case.0,
        new.kind,
        new.hand_off,
        now
    )
    .execute(tx.connection())
    .await?;
    let state = if new.by_hand.is_some() {
        RobotTaskState::ByHand
    } else {
        RobotTaskState::Waiting
    };
    let reason = new.by_hand.unwrap_or_default();
    let done = insert(tx, new, new.subjects, state, reason).await?;
    if done > 0 && new.by_hand.is_some() {
        let detail = json_value!({ "title": new.title, "reason": reason });
        case_events::record(tx, new.case, None, CaseEventKind::RobotByHand, &detail).await?;
    }
    let gone = gone(tx, new).await?;
    let to_undo = insert(tx, new, &gone, RobotTaskState::ByHand, GONE).await?;
    if to_undo > 0 {
        let detail = json_value!({ "title": new.title, "reason": GONE });
        case_events::record(tx, new.case, None, CaseEventKind::RobotByHand, &detail).await?;
    }
    Ok(done + to_undo)
}

async fn insert(
    tx: &mut TenantTx,
    new: &NewTasks<'_>,
    subjects: &[String],
    state: RobotTaskState,
    reason: &str,
) -> Result<u64, ChangeError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let ids: Vec<Uuid> = subjects.iter().map(|_| tx.new_id()).collect();
    Ok(sqlx::query!(
        "INSERT INTO robot_tasks (tenant_id, task_id, kind, title, section, case_id, hand_off_id, subject, corrects,
            state, reason, not_before, planned_at, changed_at)
         SELECT $1, new.task_id, $4, $5, $6, $2, $3, new.subject,
            (SELECT old.task_id FROM robot_tasks old
             WHERE old.tenant_id = $1 AND old.case_id = $2 AND old.kind = $4 AND old.subject = new.subject
                AND old.hand_off_id <> $3 AND old.state IN ('leased', 'done', 'done_by_hand')
             ORDER BY old.planned_at DESC, old.task_id DESC LIMIT 1),
            $7, $8, $9, $9, $9
         FROM unnest($10::uuid[], $11::text[]) AS new (task_id, subject)
         ON CONFLICT (tenant_id, hand_off_id, kind, subject) DO NOTHING",
        tenant,
        new.case.0,
        new.hand_off,
        new.kind,
        new.title,
        new.section,
        code(&state),
        reason,
        now,
        &ids,
        subjects
    )
    .execute(tx.connection())
    .await?
    .rows_affected())
}

/// What earlier hand-offs have typed, or are typing, and this one does not have.
async fn gone(tx: &mut TenantTx, new: &NewTasks<'_>) -> Result<Vec<String>, ChangeError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_scalar!(
        "SELECT subject FROM (
            SELECT DISTINCT ON (subject) subject, state FROM robot_tasks
            WHERE tenant_id = $1 AND case_id = $2 AND kind = $3 AND state NOT IN ('dropped', 'unchanged')
            ORDER BY subject, planned_at DESC, task_id DESC) AS newest
         WHERE state IN ('leased', 'done') AND subject <> ALL ($4) ORDER BY subject",
        tenant,
        new.case.0,
        new.kind,
        new.subjects
    )
    .fetch_all(tx.connection())
    .await?)
}
