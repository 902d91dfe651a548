//! What a municipality says of the definitions of robots' tasks, in editions. What a definition says is for `link`; here
//! it is a text.

use madoguchi_model::ids::StaffId;

use crate::{StoreError, TenantTx};

/// What is in force for one kind of task.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RobotSetting {
    /// The definition's id.
    pub kind: String,
    /// The municipality's own definition; none where the program's is in force. It must have been checked.
    pub definition: Option<String>,
    /// Whether tasks are planned and given to robots.
    pub active: bool,
    /// How often a task is tried before it is held, 1 to 20; none: as often as the definition says.
    pub attempts: Option<i32>,
}

/// Everything in force, by kind. A kind that nothing was said of is not active.
pub async fn all(tx: &mut TenantTx) -> Result<Vec<RobotSetting>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        RobotSetting,
        "SELECT DISTINCT ON (kind) kind, definition, active, attempts FROM robot_definitions WHERE tenant_id = $1
         ORDER BY kind, edition DESC",
        tenant
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Puts a setting in force.
pub async fn save(tx: &mut TenantTx, setting: &RobotSetting, by: Option<StaffId>) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "INSERT INTO robot_definitions (tenant_id, kind, edition, definition, active, attempts, saved_by, saved_at)
         SELECT $1, $2, coalesce(max(edition), 0) + 1, $3, $4, $5, $6, $7 FROM robot_definitions
         WHERE tenant_id = $1 AND kind = $2",
        tenant,
        setting.kind,
        setting.definition,
        setting.active,
        setting.attempts,
        by.map(|by| by.0),
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
