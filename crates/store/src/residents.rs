//! Residents of the register.

mod row;
mod search;

use madoguchi_model::ids::{HouseholdId, ResidentId};
use madoguchi_model::resident::Resident;
use uuid::Uuid;

use crate::{StoreError, TenantTx};
pub(crate) use row::ResidentRow;
pub use search::{Hits, MatchedBy, ResidentHit, ResidentSearch, Term, search};
#[cfg(feature = "testing")]
pub use search::{explain, token_groups};

/// One resident, past ones too.
pub async fn get(tx: &mut TenantTx, id: ResidentId) -> Result<Option<Resident>, StoreError> {
    Ok(load(tx, &[id.0]).await?.pop())
}

/// These residents, by household and the register's order in it. Those that are not there are left out.
pub async fn get_many(tx: &mut TenantTx, ids: &[ResidentId]) -> Result<Vec<Resident>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    load(tx, &ids).await
}

/// The household a resident is in.
pub async fn household_of(tx: &mut TenantTx, id: ResidentId) -> Result<Option<HouseholdId>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_scalar!(
        r#"SELECT household_id AS id FROM residents WHERE tenant_id = $1 AND resident_id = $2"#,
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?
    .map(HouseholdId))
}

/// Present residents whose 利用者証明用電子証明書 has this number, in hexadecimal digits, as the core system supplies it.
pub async fn by_certificate_serial(tx: &mut TenantTx, serial: &str) -> Result<Vec<ResidentId>, StoreError> {
    let tenant = tx.tenant();
    let serial = serial.to_lowercase();
    Ok(sqlx::query_scalar!(
        r#"SELECT resident_id AS id FROM residents WHERE tenant_id = $1 AND card_serial = $2 AND state = 'current'"#,
        tenant,
        serial.trim_start_matches('0')
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(ResidentId)
    .collect())
}

/// Those of these 宛名番号 and 世帯番号, of fifteen digits, that lead to a household with somebody under a protective measure.
pub async fn protected_numbers(tx: &mut TenantTx, numbers: &[String]) -> Result<Vec<String>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_scalar!(
        r#"SELECT r.addressee_number AS "number!" FROM residents r
           WHERE r.tenant_id = $1 AND r.addressee_number = ANY ($2) AND EXISTS (SELECT FROM residents p
               WHERE p.tenant_id = $1 AND p.household_id = r.household_id AND p.protective_measure <> 'none')
           UNION
           SELECT h.household_number FROM households h
           WHERE h.tenant_id = $1 AND h.household_number = ANY ($2) AND EXISTS (SELECT FROM residents p
               WHERE p.tenant_id = $1 AND p.household_id = h.household_id AND p.protective_measure <> 'none')"#,
        tenant,
        numbers
    )
    .fetch_all(tx.connection())
    .await?)
}

pub(crate) async fn load(tx: &mut TenantTx, ids: &[Uuid]) -> Result<Vec<Resident>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        ResidentRow,
        "SELECT resident_id, household_id, position, addressee_number, relationship, name, kana, kana_confirmed,
            alphabet, former_family_name, alias, birth_earliest, birth_latest, birth_text, sex, foreign_status,
            address, address_since, resident_since, registered_domicile, family_register_head, state,
            protective_measure, circumstances
         FROM residents WHERE tenant_id = $1 AND resident_id = ANY ($2) ORDER BY household_id, position",
        tenant,
        ids
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(ResidentRow::into_resident)
    .collect()
}
