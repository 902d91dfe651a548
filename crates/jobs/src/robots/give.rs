//! Giving tasks out, with what is to be typed.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_link::core_files::{RowHead, Subject, Visit, plan};
use madoguchi_link::robots::{Definition, Typed, TypedField, typed};
use madoguchi_model::ids::{CaseId, ResidentId, RobotLeaseId};
use madoguchi_store::TenantTx;
use madoguchi_store::robot_tasks::{self, Holder, NewLease, ReadyTask, RobotTask};
use uuid::Uuid;

use crate::JobError;
use crate::core_files::{PROTECTED, load_visit, with_handed};

/// Why a person looks at a task that the hand-off does not give any more.
const NOT_PLANNED: &str = "引継ぎの内容にない作業です。入力や取消しが要るか確かめてください。";

/// A task that somebody holds, with what they are to type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Given {
    /// The task as it was before it was given out.
    pub task: RobotTask,
    /// The case's 受付番号.
    pub case_number: String,
    /// Whom it is about: what is typed names them.
    pub persons: Vec<ResidentId>,
    /// By which it is held.
    pub lease: RobotLeaseId,
    /// Until when, unless a heartbeat comes.
    pub until: DateTime<Utc>,
    /// An earlier attempt ended without an answer: it may have been typed already.
    pub maybe_typed: bool,
    /// The core system's number of what it corrects; empty where it is new.
    pub corrects_number: String,
    /// What is typed.
    pub fields: Vec<TypedField>,
}

/// Gives out tasks of a definition, `most` at most. `wanted` may leave a task waiting by what would be typed; `lease` is
/// how long each is held. Tasks of protected persons (支援措置), looked at again now, and those that cannot be typed go
/// to a person; those that say what was typed before are not typed again.
pub async fn give(
    tx: &mut TenantTx,
    definition: &Definition,
    holder: Holder,
    lease: TimeDelta,
    most: u32,
    wanted: impl Fn(&[TypedField]) -> bool,
) -> Result<Vec<Given>, JobError> {
    let mut visits: BTreeMap<(CaseId, Uuid), Visit> = BTreeMap::new();
    loop {
        let ready = robot_tasks::take_ready(tx, &definition.id, most).await?;
        let (given, aside) = give_some(tx, definition, (holder, lease), ready, &wanted, &mut visits).await?;
        // What went to people must not hide the tasks behind it.
        if !given.is_empty() || !aside {
            return Ok(given);
        }
    }
}

/// Those of the tasks that can be given out, and whether others went to a person or need not be typed.
async fn give_some(
    tx: &mut TenantTx,
    definition: &Definition,
    (holder, lease): (Holder, TimeDelta),
    ready: Vec<ReadyTask>,
    wanted: &impl Fn(&[TypedField]) -> bool,
    visits: &mut BTreeMap<(CaseId, Uuid), Visit>,
) -> Result<(Vec<Given>, bool), JobError> {
    let (mut given, mut aside) = (Vec::new(), false);
    for one in ready {
        let key = (one.task.case_id, one.task.hand_off_id);
        let visit = match visits.entry(key) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let mut visit = load_visit(tx, key.0).await?;
                with_handed(tx, &mut visit, key.1, &definition.section).await?;
                place.insert(visit)
            }
        };
        let typed = match decide(definition, &one, visit, tx.now())? {
            Decision::Give(typed) => typed,
            Decision::Aside(reason) => {
                robot_tasks::set_aside(tx, one.task.id, &reason).await?;
                aside = true;
                continue;
            }
            Decision::Unchanged => {
                robot_tasks::unchanged(tx, one.task.id).await?;
                aside = true;
                continue;
            }
        };
        if !wanted(&typed.fields) {
            continue;
        }
        let new = NewLease {
            task: one.task.id,
            holder,
            content: typed.content,
            lease,
            attempts_allowed: definition.attempts,
            back_off_seconds: definition.back_off_seconds,
            hold_when_lost: definition.when_lost == madoguchi_link::robots::WhenLost::Hold,
        };
        let (lease, until) = robot_tasks::begin(tx, &new).await?;
        given.push(Given {
            case_number: visit.case.number.clone(),
            persons: visit.household.members.iter().map(|member| member.id).collect(),
            corrects_number: number_of(tx, &one.task).await?,
            task: one.task,
            lease,
            until,
            maybe_typed: one.maybe_typed,
            fields: typed.fields,
        });
    }
    Ok((given, aside))
}

/// What is to be typed for a task that is held, anew: none where somebody has become protected meanwhile.
pub async fn still_held(
    tx: &mut TenantTx,
    definition: &Definition,
    task: &RobotTask,
) -> Result<Option<(Vec<TypedField>, Vec<ResidentId>)>, JobError> {
    let mut visit = load_visit(tx, task.case_id).await?;
    with_handed(tx, &mut visit, task.hand_off_id, &definition.section).await?;
    let typed = typed(definition, &head(task)?, &visit, tx.now()).ok();
    let persons = visit.household.members.iter().map(|member| member.id).collect();
    Ok(typed.map(|typed| (typed.fields, persons)))
}

enum Decision {
    Give(Typed),
    Aside(String),
    Unchanged,
}

fn decide(
    definition: &Definition,
    one: &ReadyTask,
    visit: &Visit,
    now: DateTime<Utc>,
) -> Result<Decision, JobError> {
    if visit.is_protected() {
        return Ok(Decision::Aside(PROTECTED.into()));
    }
    let head = head(&one.task)?;
    if !plan(&definition.as_rows(), visit)
        .subjects
        .contains(&head.subject)
    {
        return Ok(Decision::Aside(NOT_PLANNED.into()));
    }
    Ok(match typed(definition, &head, visit, now) {
        Err(problem) => Decision::Aside(problem),
        Ok(typed) if one.corrects_content == Some(typed.content) => Decision::Unchanged,
        Ok(typed) => Decision::Give(typed),
    })
}

fn head(task: &RobotTask) -> Result<RowHead, JobError> {
    let subject: Subject = task.subject.parse().map_err(JobError::Never)?;
    Ok(RowHead {
        id: task.id.0,
        corrects: task.corrects.map(|id| id.0),
        subject,
        unless: None,
    })
}

/// The core system's number of what a task corrects.
async fn number_of(tx: &mut TenantTx, task: &RobotTask) -> Result<String, JobError> {
    let Some(corrects) = task.corrects else {
        return Ok(String::new());
    };
    let corrected = robot_tasks::get(tx, corrects).await?;
    Ok(corrected
        .map(|corrected| corrected.core_number)
        .unwrap_or_default())
}
