//! 相手方（加害者）of measures. Only the section in charge reads them ([`of_measure`]); every counter asks nothing but
//! whether somebody is among them ([`is_among`]), and learns neither of whom nor of which measure.

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_model::ids::{MeasureId, PerpetratorId, ResidentId, StaffId};
use madoguchi_model::kana::search_key;
use madoguchi_model::protection::{Known, may_be_same, name_key};
use uuid::Uuid;

use crate::{ChangeError, StoreError, TenantTx, protective_measures, residents};

/// One of them, as the application names them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Perpetrator {
    /// Our id.
    pub id: PerpetratorId,
    /// 氏名.
    pub name: String,
    /// フリガナ; may be empty.
    pub kana: String,
    /// 生年月日, where it is known.
    pub birth_date: Option<NaiveDate>,
    /// 住所, as it was told.
    pub address: String,
    /// 申出者との関係.
    pub relation: String,
    /// The resident, where the register knows them.
    pub resident_id: Option<ResidentId>,
    /// Who entered it.
    pub entered_by_name: String,
    /// When.
    pub entered_at: DateTime<Utc>,
}

/// One to be entered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewPerpetrator {
    /// 氏名.
    pub name: String,
    /// フリガナ; may be empty.
    pub kana: String,
    /// 生年月日, where it is known.
    pub birth_date: Option<NaiveDate>,
    /// 住所, as it was told; may be empty.
    pub address: String,
    /// 申出者との関係.
    pub relation: String,
    /// The resident, where the register knows them.
    pub resident_id: Option<ResidentId>,
}

/// Somebody who takes part in a case, or acts for one who does.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Somebody {
    /// The resident, where it is one.
    pub resident_id: Option<ResidentId>,
    /// 氏名.
    pub name: String,
    /// フリガナ; may be empty.
    pub kana: String,
    /// 生年月日, where it is known.
    pub birth_date: Option<NaiveDate>,
}

/// Those a measure is directed against.
pub async fn of_measure(tx: &mut TenantTx, measure: MeasureId) -> Result<Vec<Perpetrator>, StoreError> {
    let tenant = tx.tenant();
    let rows = sqlx::query!(
        "SELECT p.perpetrator_id, p.name, p.kana, p.birth_date, p.address, p.relation, p.resident_id,
            s.display_name, p.entered_at
         FROM protective_perpetrators p
         JOIN staff s ON s.tenant_id = $1 AND s.staff_id = p.entered_by
         WHERE p.tenant_id = $1 AND p.measure_id = $2 AND p.removed_at IS NULL
         ORDER BY p.entered_at, p.perpetrator_id",
        tenant,
        measure.0
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Perpetrator {
            id: PerpetratorId(row.perpetrator_id),
            name: row.name,
            kana: row.kana,
            birth_date: row.birth_date,
            address: row.address,
            relation: row.relation,
            resident_id: row.resident_id.map(ResidentId),
            entered_by_name: row.display_name,
            entered_at: row.entered_at,
        })
        .collect())
}

/// Enters one.
///
/// # Errors
/// When there is no such measure or resident.
pub async fn add(
    tx: &mut TenantTx,
    measure: MeasureId,
    new: &NewPerpetrator,
    by: StaffId,
) -> Result<PerpetratorId, ChangeError> {
    protective_measures::get(tx, measure)
        .await?
        .ok_or(ChangeError::NotFound)?;
    if let Some(resident) = new.resident_id {
        residents::get(tx, resident).await?.ok_or(ChangeError::NotFound)?;
    }
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    sqlx::query!(
        "INSERT INTO protective_perpetrators (tenant_id, perpetrator_id, measure_id, name, kana, birth_date, address,
            relation, resident_id, name_key, kana_key, entered_by, entered_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        tenant,
        id,
        measure.0,
        new.name,
        new.kana,
        new.birth_date,
        new.address,
        new.relation,
        new.resident_id.map(|id| id.0),
        name_key(&new.name),
        search_key(&new.kana),
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(PerpetratorId(id))
}

/// One was entered by mistake. The record stays.
pub async fn remove(
    tx: &mut TenantTx,
    measure: MeasureId,
    id: PerpetratorId,
    by: StaffId,
) -> Result<(), ChangeError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let done = sqlx::query!(
        "UPDATE protective_perpetrators SET removed_by = $4, removed_at = $5
         WHERE tenant_id = $1 AND measure_id = $2 AND perpetrator_id = $3 AND removed_at IS NULL",
        tenant,
        measure.0,
        id.0,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 0 {
        return Err(ChangeError::NotFound);
    }
    Ok(())
}

/// Whether one of these may be somebody a measure that is not ended is directed against.
pub async fn is_among(tx: &mut TenantTx, people: &[Somebody]) -> Result<bool, StoreError> {
    let tenant = tx.tenant();
    let ids: Vec<Uuid> = people.iter().filter_map(|one| Some(one.resident_id?.0)).collect();
    let lengths: Vec<i32> = people
        .iter()
        .filter_map(|one| i32::try_from(name_key(&one.name).chars().count()).ok())
        .collect();
    let readings: Vec<String> = people
        .iter()
        .map(|one| search_key(&one.kana))
        .filter(|key| !key.is_empty())
        .collect();
    // The names' variants cannot be compared by the database: those of the same length are few.
    let rows = sqlx::query!(
        "SELECT p.name, p.kana, p.birth_date, p.resident_id FROM protective_perpetrators p
         JOIN protective_measures m ON m.tenant_id = $1 AND m.measure_id = p.measure_id AND m.state <> 'ended'
         WHERE p.tenant_id = $1 AND p.removed_at IS NULL
            AND (p.resident_id = ANY ($2) OR char_length(p.name_key) = ANY ($3) OR p.kana_key = ANY ($4))",
        tenant,
        &ids,
        &lengths,
        &readings
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.iter().any(|row| {
        people.iter().any(|one| {
            let same_resident =
                row.resident_id.is_some() && row.resident_id == one.resident_id.map(|id| id.0);
            let named = Known {
                name: &row.name,
                kana: &row.kana,
                birth_date: row.birth_date,
            };
            let here = Known {
                name: &one.name,
                kana: &one.kana,
                birth_date: one.birth_date,
            };
            same_resident || may_be_same(named, here)
        })
    }))
}
