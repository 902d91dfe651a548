//! Which tasks a hand-off gives to robots, of every definition that is active.

use madoguchi_link::core_files::plan;
use madoguchi_store::robot_tasks::{self, NewTasks};
use madoguchi_store::{TenantTx, hand_offs};
use uuid::Uuid;

use super::in_force;
use crate::JobError;
use crate::core_files::{PROTECTED, by_section, load_visit};

/// Plans the tasks of a hand-off. Planned again, nothing changes.
pub async fn plan_hand_off(tx: &mut TenantTx, hand_off: Uuid) -> Result<(), JobError> {
    let active: Vec<_> = in_force(tx).await?.into_iter().filter(|one| one.active).collect();
    if active.is_empty() {
        return Ok(());
    }
    let gone = || JobError::Never("there is no such hand-off".into());
    let case = hand_offs::case_of(tx, hand_off).await?.ok_or_else(gone)?;
    let all = hand_offs::of_case(tx, case).await?;
    let handed = all.iter().find(|one| one.id == hand_off).ok_or_else(gone)?;
    let sections = by_section(tx, handed).await?;
    let mut visit = load_visit(tx, case).await?;
    for one in active {
        let definition = one.definition;
        visit.handed = sections.get(&definition.section).cloned().unwrap_or_default();
        // What was not handed to the section is not typed into its system, whatever the life event.
        let planned = if visit.handed.is_empty() {
            madoguchi_link::core_files::Plan::default()
        } else {
            plan(&definition.as_rows(), &visit)
        };
        let subjects: Vec<String> = planned.subjects.iter().map(ToString::to_string).collect();
        let new = NewTasks {
            case,
            hand_off,
            kind: &definition.id,
            title: &definition.title,
            section: &definition.section,
            subjects: &subjects,
            by_hand: planned.by_hand.then_some(PROTECTED),
        };
        robot_tasks::plan(tx, &new).await?;
    }
    Ok(())
}
