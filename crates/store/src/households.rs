//! Households of the register (住基世帯).

use madoguchi_model::household::Household;
use madoguchi_model::ids::{HouseholdId, ResidentId};
use uuid::Uuid;

use crate::{StoreError, TenantTx, residents};

/// One household with all its members in the register's order, past ones too.
pub async fn get(tx: &mut TenantTx, id: HouseholdId) -> Result<Option<Household>, StoreError> {
    let tenant = tx.tenant();
    let number = sqlx::query_scalar!(
        "SELECT household_number FROM households WHERE tenant_id = $1 AND household_id = $2",
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?;
    let Some(household_number) = number else {
        return Ok(None);
    };
    let members: Vec<Uuid> = sqlx::query_scalar!(
        "SELECT resident_id FROM residents WHERE tenant_id = $1 AND household_id = $2",
        tenant,
        id.0
    )
    .fetch_all(tx.connection())
    .await?;
    let members = residents::load(tx, &members).await?;
    Ok(Some(Household {
        id,
        household_number,
        members,
    }))
}

/// The household that a resident is in.
pub async fn of_resident(tx: &mut TenantTx, id: ResidentId) -> Result<Option<Household>, StoreError> {
    match residents::household_of(tx, id).await? {
        Some(household) => get(tx, household).await,
        None => Ok(None),
    }
}
