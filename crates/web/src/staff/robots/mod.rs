//! Robots' work for the officer's section: what waits, what a robot has done, and what a person does instead.

pub(crate) mod act;
pub(crate) mod list;
pub(crate) mod screenshot;
pub(crate) mod show;
mod view;

use madoguchi_model::ids::RobotTaskId;
use madoguchi_store::robot_tasks::{self, RobotTask};
use madoguchi_store::{TenantTx, sections};

use crate::error::PageError;
use crate::policy::{Action, Resource};
use crate::session::Officer;
pub(crate) use view::{WorkLine, lines_of_work};
pub(in crate::staff) use view::{case_numbers, persons_of, status};

/// A task that the officer may do this to.
async fn find(
    tx: &mut TenantTx,
    officer: &Officer,
    id: RobotTaskId,
    action: Action,
) -> Result<RobotTask, PageError> {
    let task = robot_tasks::get(tx, id).await?.ok_or(PageError::NotFound)?;
    let section = sections::by_code(tx, &task.section)
        .await?
        .ok_or(PageError::NotFound)?;
    officer.require(officer.relation_to(section.id), Resource::RobotTask, action)?;
    Ok(task)
}
