//! Candidates by earlier entries of the register.

use std::collections::HashMap;

use madoguchi_model::name::{Names, WrittenName};
use uuid::Uuid;

use super::hit::{Rank, ResidentHit};
use super::judge::{Judge, Past};
use crate::codec::Row;
use crate::{StoreError, TenantTx};

/// Those of the candidates who are hits by what the register said of them before.
pub(super) async fn judged(
    tx: &mut TenantTx,
    judge: &Judge<'_>,
    candidates: Vec<ResidentHit>,
) -> Result<Vec<(Rank, ResidentHit)>, StoreError> {
    let ids: Vec<Uuid> = candidates.iter().map(|hit| hit.id.0).collect();
    let mut entries = entries(tx, &ids).await?;
    let found = candidates.into_iter().filter_map(|mut hit| {
        let past = entries.remove(&hit.id.0)?;
        Some((judge.ever(&mut hit, &past)?, hit))
    });
    Ok(found.collect())
}

/// Earlier entries by resident.
async fn entries(tx: &mut TenantTx, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<Past>>, StoreError> {
    let tenant = tx.tenant();
    let rows = sqlx::query!(
        "SELECT resident_id, name, kana, alphabet, former_family_name, alias, address FROM resident_history
         WHERE tenant_id = $1 AND resident_id = ANY ($2) ORDER BY history_number DESC",
        tenant,
        ids
    )
    .fetch_all(tx.connection())
    .await?;
    let mut entries: HashMap<Uuid, Vec<Past>> = HashMap::new();
    for found in rows {
        let row = Row {
            table: "resident_history",
            id: &found.resident_id,
        };
        let names = Names {
            name: WrittenName {
                written: found.name,
                kana: found.kana,
                kana_confirmed: true,
            },
            alphabet: found.alphabet,
            former_family_name: row.json_option("former_family_name", found.former_family_name)?,
            alias: row.json_option("alias", found.alias)?,
        };
        let address = row.json("address", found.address)?;
        entries
            .entry(found.resident_id)
            .or_default()
            .push(Past { names, address });
    }
    Ok(entries)
}
