//! Cases: one visit of one party.

mod change;
mod create;
mod list;
mod row;

use madoguchi_model::case::Case;
use madoguchi_model::ids::{CaseId, HouseholdId};

use crate::{StoreError, TenantTx};
pub(crate) use change::{open_for_change, set_state, state_for_change};
pub use change::{update, withdraw};
pub use create::{NewCase, create};
pub use list::{CaseFilter, CaseSummary, list};
use row::CaseRow;

/// One case.
pub async fn get(tx: &mut TenantTx, id: CaseId) -> Result<Option<Case>, StoreError> {
    let tenant = tx.tenant();
    let row = sqlx::query_as!(
        CaseRow,
        "SELECT case_id, number, household_id, events, visitor, moved_on, filed_on, new_address,
            former_address, state, release_hash, overlay_hash, version, opened_by, opened_at
         FROM cases WHERE tenant_id = $1 AND case_id = $2",
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let members = row::members(tx, id).await?;
    row.into_case(members).map(Some)
}

/// The cases of a household that are neither completed nor withdrawn, newest first.
pub async fn open_of_household(
    tx: &mut TenantTx,
    household: HouseholdId,
) -> Result<Vec<CaseSummary>, StoreError> {
    use madoguchi_model::case::CaseState::{HandedOff, Open};
    let filter = CaseFilter {
        household: Some(household),
        states: vec![Open, HandedOff],
        limit: 100,
        ..CaseFilter::default()
    };
    list(tx, &filter).await
}
