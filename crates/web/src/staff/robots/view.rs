//! Tasks in words.

use std::collections::{BTreeMap, BTreeSet};

use madoguchi_model::hand_off::QueueItem;
use madoguchi_model::ids::{CaseId, ResidentId};
use madoguchi_model::robot_task::RobotTaskState;
use madoguchi_store::robot_tasks::{self, RobotTask, TaskFilter};
use madoguchi_store::{TenantTx, cases, sections};

use crate::components::{Status, StatusTone};
use crate::error::PageError;
use crate::policy::{Action, Resource};
use crate::session::Officer;

/// How far a task is.
pub(in crate::staff) fn status(state: RobotTaskState) -> Status {
    let tone = match state {
        RobotTaskState::Waiting | RobotTaskState::Leased => StatusTone::Progress,
        RobotTaskState::Done | RobotTaskState::DoneByHand => StatusTone::Done,
        RobotTaskState::Refused | RobotTaskState::Held => StatusTone::Error,
        RobotTaskState::ByHand => StatusTone::Alert,
        RobotTaskState::Unchanged | RobotTaskState::Dropped => StatusTone::Plain,
    };
    Status::new(tone, state.label())
}

/// The 受付番号 of the tasks' cases.
pub(in crate::staff) async fn case_numbers(
    tx: &mut TenantTx,
    tasks: &[RobotTask],
) -> Result<BTreeMap<CaseId, String>, PageError> {
    let ids: BTreeSet<CaseId> = tasks.iter().map(|task| task.case_id).collect();
    let mut numbers = BTreeMap::new();
    for id in ids {
        if let Some(case) = cases::get(tx, id).await? {
            numbers.insert(id, case.number);
        }
    }
    Ok(numbers)
}

/// Everybody of the tasks' cases: whom a list names.
pub(in crate::staff) async fn persons_of(
    tx: &mut TenantTx,
    tasks: &[RobotTask],
) -> Result<BTreeSet<ResidentId>, PageError> {
    let ids: BTreeSet<CaseId> = tasks.iter().map(|task| task.case_id).collect();
    let mut persons = BTreeSet::new();
    for id in ids {
        if let Some(case) = cases::get(tx, id).await? {
            persons.extend(case.members.iter().map(|member| member.resident_id));
        }
    }
    Ok(persons)
}

/// One task on the page of the section's work.
pub(crate) struct WorkLine {
    /// Its page; empty for who may not open it.
    pub(crate) href: String,
    /// What is typed.
    pub(crate) title: String,
    /// How far it is.
    pub(crate) status: Status,
    /// The core system's number, or why it is not done.
    pub(crate) note: String,
}

/// What robots do for a piece of work. What a later hand-off replaced is left out.
pub(crate) async fn lines_of_work(
    tx: &mut TenantTx,
    officer: &Officer,
    item: &QueueItem,
) -> Result<Vec<WorkLine>, PageError> {
    let Some(section) = sections::get(tx, item.section_id).await? else {
        return Ok(Vec::new());
    };
    let filter = TaskFilter {
        section: Some(section.code),
        case: Some(item.case_id),
        limit: 200,
        ..TaskFilter::default()
    };
    let may = officer
        .require(
            officer.relation_to(item.section_id),
            Resource::RobotTask,
            Action::View,
        )
        .is_ok();
    let tasks = robot_tasks::list(tx, &filter).await?;
    let present = tasks
        .into_iter()
        .filter(|task| task.state != RobotTaskState::Dropped);
    Ok(present
        .map(|task| WorkLine {
            href: if may {
                format!("/robots/{}", task.id)
            } else {
                String::new()
            },
            note: if task.core_number.is_empty() {
                task.reason
            } else {
                format!("番号 {}", task.core_number)
            },
            title: task.title,
            status: status(task.state),
        })
        .collect())
}
