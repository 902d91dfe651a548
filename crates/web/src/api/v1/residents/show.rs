//! `GET /api/v1/residents/{resident_id}`

use axum::Json;
use axum::extract::State;
use madoguchi_model::ids::ResidentId;
use madoguchi_store::households;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::v1::shapes::person::Resident;
use crate::api::{ApiError, Client};
use crate::error::PageError;
use crate::gate::PathId;
use crate::policy::{Action, Relation, Resource};
use crate::staff::people::household_measure;
use crate::state::AppState;

/// A resident with those who live together.
#[derive(Serialize, ToSchema)]
pub(crate) struct ResidentBody {
    /// The resident.
    resident: Resident,
    /// 世帯番号, 15 digits.
    household_number: String,
    /// Everybody of the household, past members too, in the register's order.
    household: Vec<Resident>,
}

/// A resident and the household. Addresses are withheld for the whole household of a protected person.
#[utoipa::path(get, path = "/api/v1/residents/{resident_id}", tag = "residents", operation_id = "getResident",
    summary = "住民と世帯",
    params(("resident_id" = Uuid, Path, description = "住民のID")),
    responses((status = 200, description = "住民と世帯", body = ResidentBody)))]
pub(crate) async fn show(
    State(app): State<AppState>,
    client: Client,
    PathId(id): PathId<ResidentId>,
) -> Result<Json<ResidentBody>, ApiError> {
    // A back office reaches people through the work handed to it, not through the register.
    let desk = client.may(Resource::Resident, Action::List);
    let relation = if desk {
        Relation::OWN
    } else {
        Relation::OTHER_SECTION
    };
    client.require(relation, Resource::Resident, Action::View)?;
    let mut tx = client.begin(&app).await?;
    let household = households::of_resident(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    client.saw(household.members.iter().map(|member| member.id));
    let protected = household_measure(&household.members).protects();
    let resident = household.members.iter().find(|member| member.id == id);
    let resident = resident.ok_or(PageError::NotFound)?;
    Ok(Json(ResidentBody {
        resident: Resident::new(resident, protected),
        household_number: household.household_number.clone(),
        household: household
            .members
            .iter()
            .map(|member| Resident::new(member, protected))
            .collect(),
    }))
}
