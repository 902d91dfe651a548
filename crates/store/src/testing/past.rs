//! An earlier entry of somebody's history, as an import would have left it.

use madoguchi_model::ids::ResidentId;
use uuid::Uuid;

use super::{Sample, TestDatabase};

/// Gives a resident an entry before the present one, with another address on the same town.
///
/// # Panics
/// When the resident is not there.
pub async fn past_address(db: &TestDatabase, of: &Sample, resident: ResidentId, building: &str) {
    let mut tx = db.store.begin(&of.scope).await.expect("a transaction begins");
    let tenant: Uuid = tx.tenant();
    let done = sqlx::query(
        "INSERT INTO resident_history (tenant_id, addressee_number, history_number, resident_id, household_number,
            changed_on, change_reason, position, relationship, name, kana, kana_confirmed, birth_earliest,
            birth_latest, sex, address, address_since, resident_since, registered_domicile, family_register_head,
            state)
         SELECT r.tenant_id, r.addressee_number, 0, r.resident_id, h.household_number, '2015-04-01', '転居',
            r.position, r.relationship, r.name, r.kana, r.kana_confirmed, r.birth_earliest, r.birth_latest, r.sex,
            r.address || jsonb_build_object('building', $3::text), r.address_since, r.resident_since,
            r.registered_domicile, r.family_register_head, 'current'
         FROM residents r JOIN households h ON h.tenant_id = $1 AND h.household_id = r.household_id
         WHERE r.tenant_id = $1 AND r.resident_id = $2",
    )
    .bind(tenant)
    .bind(resident.0)
    .bind(building)
    .execute(tx.connection())
    .await
    .expect("the history takes an entry");
    assert_eq!(done.rows_affected(), 1, "the resident is there");
    tx.commit().await.expect("it commits");
}
