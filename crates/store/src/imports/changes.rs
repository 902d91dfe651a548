//! Whom a run changed.

use madoguchi_model::ids::{ImportRunId, ResidentId};
use uuid::Uuid;

use crate::codec::Row;
use crate::{StoreError, TenantTx};

/// What became of a person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// New in the register.
    Added,
    /// Something is different.
    Changed,
    /// A full load did not have them.
    Removed,
}

/// Whom a run changed, by id, after one of them. The first load of a register lists nobody: everybody is new.
pub async fn changes(
    tx: &mut TenantTx,
    run: ImportRunId,
    after: Option<ResidentId>,
    limit: u32,
) -> Result<Vec<(ResidentId, Effect)>, StoreError> {
    let rows: Vec<(Uuid, String)> = sqlx::query_as(
        "SELECT resident_id, effect FROM import_changes
         WHERE tenant_id = $1 AND run_id = $2 AND ($3::uuid IS NULL OR resident_id > $3)
         ORDER BY resident_id LIMIT $4",
    )
    .bind(tx.tenant())
    .bind(run.0)
    .bind(after.map(|after| after.0))
    .bind(i64::from(limit))
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter()
        .map(|(resident, effect)| {
            let effect = match &*effect {
                "added" => Effect::Added,
                "changed" => Effect::Changed,
                "removed" => Effect::Removed,
                other => {
                    let row = Row {
                        table: "import_changes",
                        id: &resident,
                    };
                    return Err(row.wrong("effect", &other));
                }
            };
            Ok((ResidentId(resident), effect))
        })
        .collect()
}
