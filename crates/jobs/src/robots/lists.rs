//! Lists for robots without HTTP: made of the tasks that wait, and answered by the same file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::TimeDelta;
use madoguchi_link::robots::{
    Definition, ListHead, ListRow, ResultFault, ResultProblem, lacking, read_results, write,
};
use madoguchi_model::ids::{ResidentId, RobotListId, RobotTaskId, StaffId};
use madoguchi_model::robot_task::RobotListForm;
use madoguchi_store::robot_lists::{self, NewRobotList, RobotList};
use madoguchi_store::robot_tasks::{self, Holder, LeaseError};
use madoguchi_store::{ChangeError, TenantTx};
use thiserror::Error;

use super::give;
use crate::JobError;

/// The most tasks of one list.
pub const MOST_TASKS: u32 = 500;

/// A list that was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Made {
    /// Its id.
    pub id: RobotListId,
    /// How many tasks it has.
    pub tasks: usize,
    /// How many wait on, because the encoding lacks a character of theirs.
    pub lacking: usize,
    /// Whom it is about.
    pub persons: BTreeSet<ResidentId>,
}

/// Why there is no list: nothing waits that it could hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoList {
    /// How many wait, because the encoding lacks a character of theirs.
    pub lacking: usize,
}

/// Makes a list of the tasks that wait. The caller rolls back where there is none, unless tasks went to a person.
pub async fn make_list(
    tx: &mut TenantTx,
    definition: &Definition,
    form: RobotListForm,
    by: StaffId,
) -> Result<Result<Made, NoList>, JobError> {
    let lease = TimeDelta::hours(i64::from(definition.list_hours));
    let new = NewRobotList {
        kind: &definition.id,
        title: &definition.title,
        section: &definition.section,
        form,
        name: &definition.id,
        until: tx.now() + lease,
    };
    let (id, number) = robot_lists::create(tx, &new, by).await?;
    let without = AtomicUsize::new(0);
    let given = give(tx, definition, Holder::List(id), lease, MOST_TASKS, |fields| {
        let lacks = lacking(form, fields);
        without.fetch_add(usize::from(lacks), Ordering::Relaxed);
        !lacks
    })
    .await?;
    let lacking = without.into_inner();
    if given.is_empty() {
        return Ok(Err(NoList { lacking }));
    }
    let rows: Vec<ListRow> = given
        .iter()
        .map(|given| ListRow {
            id: given.task.id.0,
            corrects: given.corrects_number.clone(),
            fields: given.fields.clone(),
        })
        .collect();
    let bytes = write(definition, ListHead { number, form }, &rows).map_err(JobError::never)?;
    robot_lists::fill(tx, id, &bytes).await?;
    Ok(Ok(Made {
        id,
        tasks: given.len(),
        lacking,
        persons: given.into_iter().flat_map(|given| given.persons).collect(),
    }))
}

/// Why answers were not taken. Nothing was changed: the caller rolls back.
#[derive(Debug, Error)]
pub enum AnswersError {
    /// The file has mistakes.
    #[error(transparent)]
    File(#[from] ResultFault),
    /// The database failed.
    #[error(transparent)]
    Change(#[from] ChangeError),
}

impl From<madoguchi_store::StoreError> for AnswersError {
    fn from(error: madoguchi_store::StoreError) -> Self {
        Self::Change(error.into())
    }
}

/// Takes the answers to a list, all of them or none; how many. A line that was answered before in the same way is a
/// repetition and changes nothing.
pub async fn answer_list(
    tx: &mut TenantTx,
    list: &RobotList,
    bytes: &[u8],
    by: StaffId,
) -> Result<usize, AnswersError> {
    let results = read_results(bytes, list.number)?;
    let leases: BTreeMap<RobotTaskId, _> = robot_lists::leases(tx, list.id).await?.into_iter().collect();
    let had: BTreeSet<RobotTaskId> = robot_lists::tasks(tx, list.id).await?.into_iter().collect();
    let (mut problems, mut done) = (Vec::new(), 0);
    let mut tell = |line, problem: &str| {
        problems.push(ResultProblem {
            line,
            problem: problem.to_owned(),
        });
    };
    for result in results {
        let gone = "この作業は、期限が切れたか、職員が引き受けたか、結果をもう入れてあります。行を消すか「処理結果」を空にし、ロボットの作業の画面で今の状態を確かめてください。";
        let Some(lease) = leases.get(&result.task) else {
            if had.contains(&result.task) {
                if !is_repetition(tx, list.id, &result).await? {
                    tell(result.line, gone);
                }
            } else {
                tell(
                    result.line,
                    "このリストにない引継ぎIDです。ダウンロードしたリストの値を変えずに入れてください。",
                );
            }
            continue;
        };
        let held = (result.task, *lease, Holder::List(list.id));
        match robot_tasks::answer(tx, held, &result.answer, None, by).await {
            Ok(_) => done += 1,
            Err(LeaseError::Lost) => tell(result.line, gone),
            Err(LeaseError::Change(error)) => return Err(error.into()),
        }
    }
    if !problems.is_empty() {
        return Err(ResultFault::Lines(problems).into());
    }
    robot_lists::close_finished(tx).await?;
    Ok(done)
}

/// Whether the same was said of the task by this list before.
async fn is_repetition(
    tx: &mut TenantTx,
    list: RobotListId,
    result: &madoguchi_link::robots::ListResult,
) -> Result<bool, ChangeError> {
    use madoguchi_model::robot_task::{AttemptOutcome, RobotAnswer};
    let (outcome, text) = match &result.answer {
        RobotAnswer::Done(number) => (AttemptOutcome::Done, number),
        RobotAnswer::Refused(reason) => (AttemptOutcome::Refused, reason),
        RobotAnswer::Failed(reason) => (AttemptOutcome::Failed, reason),
    };
    let attempts = robot_tasks::attempts(tx, result.task).await?;
    Ok(attempts.iter().any(|attempt| {
        let same = attempt.ended.is_some_and(|(_, ended)| ended == outcome);
        let of_list = attempt.list.is_some_and(|(of, _)| of == list);
        same && of_list && (attempt.core_number == *text || attempt.reason == *text)
    }))
}

/// Gives a list up: what has no answer waits for robots again. How many tasks.
pub async fn give_up(tx: &mut TenantTx, list: RobotListId) -> Result<usize, ChangeError> {
    let mut released = 0;
    for (task, lease) in robot_lists::leases(tx, list).await? {
        match robot_tasks::release(tx, (task, lease, Holder::List(list))).await {
            Ok(_) => released += 1,
            // It is taken back by the clock.
            Err(LeaseError::Lost) => {}
            Err(LeaseError::Change(error)) => return Err(error),
        }
    }
    robot_lists::close_finished(tx).await?;
    Ok(released)
}
