//! What every path reads: `residents.protective_measure`, derived from the measures here and nowhere else.

use madoguchi_model::ids::ResidentId;
use madoguchi_model::resident::{ProtectiveMeasure, Resident};
use uuid::Uuid;

use crate::codec::code;
use crate::{StoreError, TenantTx};

/// Derives the flag of these residents: the strictest of the measures that cover them.
pub(super) async fn derive(tx: &mut TenantTx, residents: &[ResidentId]) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    let ids: Vec<Uuid> = residents.iter().map(|id| id.0).collect();
    sqlx::query!(
        "WITH covered AS (
            SELECT resident_id, state FROM protective_measures
            WHERE tenant_id = $1 AND state <> 'ended' AND resident_id = ANY ($2)
            UNION ALL
            SELECT p.resident_id, m.state FROM protective_measure_members p
            JOIN protective_measures m ON m.tenant_id = $1 AND m.measure_id = p.measure_id AND m.state <> 'ended'
            WHERE p.tenant_id = $1 AND p.resident_id = ANY ($2)),
         flag AS (
            SELECT resident_id, CASE WHEN bool_or(state = 'in_force') THEN 'in_force' ELSE 'provisional' END AS measure
            FROM covered GROUP BY resident_id)
         UPDATE residents r SET protective_measure = coalesce(flag.measure, 'none')
         FROM unnest($2::uuid[]) AS asked (id) LEFT JOIN flag ON flag.resident_id = asked.id
         WHERE r.tenant_id = $1 AND r.resident_id = asked.id
            AND r.protective_measure <> coalesce(flag.measure, 'none')",
        tenant,
        &ids
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Measures for residents who come into the register protected already (the demonstration's data, tests).
pub(crate) async fn loaded(tx: &mut TenantTx, residents: &[&Resident]) -> Result<(), StoreError> {
    let protected = residents
        .iter()
        .filter(|resident| resident.protective_measure != ProtectiveMeasure::None);
    let (mut ids, mut states) = (Vec::new(), Vec::new());
    for resident in protected {
        ids.push(resident.id.0);
        states.push(code(&resident.protective_measure));
    }
    if ids.is_empty() {
        return Ok(());
    }
    let tenant = tx.tenant();
    let measures: Vec<Uuid> = ids.iter().map(|_| tx.new_id()).collect();
    sqlx::query!(
        "INSERT INTO protective_measures (tenant_id, measure_id, resident_id, state, source, consulted, remark, question)
         SELECT $1, measure, resident, state, 'import', '', '', ''
         FROM unnest($2::uuid[], $3::uuid[], $4::text[]) AS new (measure, resident, state)",
        tenant,
        &measures,
        &ids,
        &states
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
