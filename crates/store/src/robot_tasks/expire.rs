//! Leases that end without an answer.

use madoguchi_model::ids::RobotTaskId;
use madoguchi_model::robot_task::AttemptOutcome;

use super::answer::{end_attempt, failed, hold, set, superseded};
use super::row::locked;
use crate::{ChangeError, TenantTx};

/// What an officer reads of it.
const LOST: &str = "ロボットから結果が届かないまま、期限が切れました。";
/// The same where nobody may type again before a person has looked.
const LOST_AND_HELD: &str =
    "ロボットから結果が届かないまま、期限が切れました。業務システムに入力されているか確かめてください。";

/// Takes back every task whose lease has ended, and tells how many. The attempt counts; the task waits at once, or is
/// held where its definition says so or it has failed too often.
pub async fn expire(tx: &mut TenantTx) -> Result<usize, ChangeError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    // What somebody else is answering or taking back right now is passed over. The case's lock comes first.
    let over = sqlx::query!(
        "SELECT r.task_id, r.hold_when_lost FROM robot_tasks r
         JOIN cases c ON c.tenant_id = $1 AND c.case_id = r.case_id
         WHERE r.tenant_id = $1 AND r.state = 'leased' AND r.lease_until <= $2
         ORDER BY r.lease_until LIMIT 500 FOR UPDATE OF r, c SKIP LOCKED",
        tenant,
        now
    )
    .fetch_all(tx.connection())
    .await?;
    for row in &over {
        let task = locked(tx, RobotTaskId(row.task_id)).await?;
        let Some((lease, _)) = task.lease else { continue };
        end_attempt(tx, lease, AttemptOutcome::Expired, "", "").await?;
        if superseded(tx, &task).await? {
            set(
                tx,
                &task,
                madoguchi_model::robot_task::RobotTaskState::Dropped,
                LOST,
                "",
            )
            .await?;
        } else if row.hold_when_lost {
            hold(tx, &task, LOST_AND_HELD, task.attempts + 1).await?;
        } else {
            failed(tx, &task, LOST).await?;
            // The lease was long enough a wait; another robot takes it at once.
            sqlx::query!(
                "UPDATE robot_tasks SET not_before = $3 WHERE tenant_id = $1 AND task_id = $2",
                tenant,
                task.id.0,
                now
            )
            .execute(tx.connection())
            .await?;
        }
    }
    Ok(over.len())
}
