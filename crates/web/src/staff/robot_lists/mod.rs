//! Lists of robots' work for robots without HTTP: taken out as CSV or Excel, brought back with the answers.

pub(crate) mod create;
pub(crate) mod file;
pub(crate) mod give_up;
pub(crate) mod list;
pub(crate) mod results;
pub(crate) mod show;

use madoguchi_model::ids::RobotListId;
use madoguchi_store::robot_lists::{self, RobotList};
use madoguchi_store::{TenantTx, sections};

use crate::error::PageError;
use crate::policy::{Action, Resource};
use crate::session::Officer;

/// A list that the officer may do this to.
async fn find(
    tx: &mut TenantTx,
    officer: &Officer,
    id: RobotListId,
    action: Action,
) -> Result<RobotList, PageError> {
    let list = robot_lists::get(tx, id).await?.ok_or(PageError::NotFound)?;
    let section = sections::by_code(tx, &list.section)
        .await?
        .ok_or(PageError::NotFound)?;
    officer.require(officer.relation_to(section.id), Resource::RobotTask, action)?;
    Ok(list)
}
