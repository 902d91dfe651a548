//! Tasks for robots (RPA) that type into a section's core system (docs/robots.md).

pub(crate) mod heartbeat;
pub(crate) mod lease;
pub(crate) mod list;
mod picture;
pub(crate) mod release;
pub(crate) mod result;
pub(crate) mod show;

use madoguchi_jobs::robots::in_force;
use madoguchi_link::robots::Definition;
use madoguchi_model::ids::RobotTaskId;
use madoguchi_store::robot_tasks::{self, LeaseError, RobotTask};
use madoguchi_store::{TenantTx, sections};

use crate::api::{ApiError, Client};
use crate::error::PageError;
use crate::policy::{Action, Resource};

impl From<LeaseError> for ApiError {
    fn from(error: LeaseError) -> Self {
        match error {
            LeaseError::Lost => Self::LeaseLost,
            LeaseError::Change(error) => error.into(),
        }
    }
}

/// A task that the client may do this to.
async fn find(
    tx: &mut TenantTx,
    client: &Client,
    id: RobotTaskId,
    action: Action,
) -> Result<RobotTask, ApiError> {
    let task = robot_tasks::get(tx, id).await?.ok_or(PageError::NotFound)?;
    let section = sections::by_code(tx, &task.section)
        .await?
        .ok_or(PageError::NotFound)?;
    client.require(client.relation_to(section.id), Resource::RobotTask, action)?;
    Ok(task)
}

/// The definition of a task, if it is still there.
async fn definition_of(tx: &mut TenantTx, task: &RobotTask) -> Result<Option<Definition>, ApiError> {
    let all = in_force(tx).await.map_err(PageError::internal)?;
    Ok(all
        .into_iter()
        .map(|one| one.definition)
        .find(|definition| definition.id == task.kind))
}
