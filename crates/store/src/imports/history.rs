//! A person's entries in the register, the newest and the earlier ones.

use chrono::NaiveDate;
use madoguchi_model::ids::ResidentId;
use madoguchi_model::resident::Resident;
use sqlx::{AssertSqlSafe, FromRow};
use uuid::Uuid;

use super::columns::{ENTRY, of};
use crate::residents::ResidentRow;
use crate::{StoreError, TenantTx};

/// One entry of a person's history.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PastEntry {
    /// 履歴番号.
    pub history_number: i32,
    /// 異動年月日, the earliest day it can be; none where nobody said.
    pub changed_on: Option<NaiveDate>,
    /// 異動事由; empty where nobody said.
    pub change_reason: String,
    /// 世帯番号 then.
    pub household_number: String,
    /// The person then. The household's id and the protective measure are those of now: whoever is protected now is
    /// protected in their past too. What other systems said then is not known.
    pub resident: Resident,
}

#[derive(FromRow)]
struct EntryRow {
    history_number: i32,
    changed_on: Option<NaiveDate>,
    change_reason: String,
    household_number: String,
    #[sqlx(flatten)]
    resident: ResidentRow,
}

/// The person as the register had them on a day; none before their first entry.
pub async fn as_of(
    tx: &mut TenantTx,
    resident: ResidentId,
    day: NaiveDate,
) -> Result<Option<PastEntry>, StoreError> {
    let entries = history_of(tx, resident).await?;
    let on = |entry: &PastEntry| entry.changed_on.is_none_or(|changed| changed <= day);
    Ok(entries.into_iter().find(on))
}

/// Every entry of a person, the newest first.
pub async fn history_of(tx: &mut TenantTx, resident: ResidentId) -> Result<Vec<PastEntry>, StoreError> {
    let shared: Vec<&str> = ENTRY
        .into_iter()
        .filter(|column| *column != "record_digest")
        .collect();
    let (now, then) = (of("r", &shared), of("h", &shared));
    let statement = format!(
        "SELECT * FROM (
            SELECT r.resident_id, r.household_id, r.addressee_number, r.history_number, u.household_number,
                r.protective_measure, 'null'::jsonb AS circumstances, {now}, 0 AS place
            FROM residents r JOIN households u ON u.tenant_id = $1 AND u.household_id = r.household_id
            WHERE r.tenant_id = $1 AND r.resident_id = $2
            UNION ALL
            SELECT r.resident_id, r.household_id, h.addressee_number, h.history_number, h.household_number,
                r.protective_measure, 'null'::jsonb, {then}, 1
            FROM resident_history h JOIN residents r ON r.tenant_id = $1 AND r.resident_id = h.resident_id
            WHERE h.tenant_id = $1 AND h.resident_id = $2) entries
         ORDER BY place, history_number DESC"
    );
    let rows: Vec<EntryRow> = sqlx::query_as(AssertSqlSafe(statement))
        .bind(tx.tenant())
        .bind::<Uuid>(resident.0)
        .fetch_all(tx.connection())
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(PastEntry {
                history_number: row.history_number,
                changed_on: row.changed_on,
                change_reason: row.change_reason,
                household_number: row.household_number,
                resident: row.resident.into_resident()?,
            })
        })
        .collect()
}

/// Everybody who was in the household with this number on a day, each as the register had them then, in its order.
pub async fn household_as_of(
    tx: &mut TenantTx,
    household_number: &str,
    day: NaiveDate,
) -> Result<Vec<PastEntry>, StoreError> {
    let ids: Vec<Uuid> = sqlx::query_scalar(
        "SELECT r.resident_id FROM residents r
            JOIN households u ON u.tenant_id = $1 AND u.household_id = r.household_id
            WHERE r.tenant_id = $1 AND u.household_number = $2
         UNION SELECT h.resident_id FROM resident_history h WHERE h.tenant_id = $1 AND h.household_number = $2",
    )
    .bind(tx.tenant())
    .bind(household_number)
    .fetch_all(tx.connection())
    .await?;
    let mut members = Vec::with_capacity(ids.len());
    for id in ids {
        let then = as_of(tx, ResidentId(id), day).await?;
        members.extend(then.filter(|entry| entry.household_number == household_number));
    }
    members.sort_by_key(|entry| (entry.resident.position, entry.resident.id));
    Ok(members)
}
