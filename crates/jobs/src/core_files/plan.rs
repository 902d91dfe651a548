//! Which rows a hand-off gives, of every kind of file.

use std::collections::BTreeMap;

use madoguchi_link::core_files::{Visit, plan};
use madoguchi_model::hand_off::HandedProcedure;
use madoguchi_store::core_files::{self, NewRows};
use madoguchi_store::hand_offs::HandOff;
use madoguchi_store::{StoreError, TenantTx, hand_offs, sections};
use uuid::Uuid;

use super::{definitions, visit};
use crate::JobError;

/// Why nothing of a protected person's case is written into a file or given to a robot.
pub(crate) const PROTECTED: &str = "支援措置の対象の人がいるため";

/// Plans the rows of a hand-off. Planned again, nothing changes.
pub async fn plan_hand_off(tx: &mut TenantTx, hand_off: Uuid) -> Result<(), JobError> {
    let gone = || JobError::Never("there is no such hand-off".into());
    let case = hand_offs::case_of(tx, hand_off).await?.ok_or_else(gone)?;
    let all = hand_offs::of_case(tx, case).await?;
    let handed = all.iter().find(|one| one.id == hand_off).ok_or_else(gone)?;
    let sections = by_section(tx, handed).await?;
    let mut visit = visit::load(tx, case).await?;
    for definition in definitions(tx).await? {
        visit.handed = sections.get(&definition.section).cloned().unwrap_or_default();
        let planned = plan(&definition, &visit);
        let subjects: Vec<String> = planned.subjects.iter().map(ToString::to_string).collect();
        let new = NewRows {
            case,
            hand_off,
            kind: &definition.id,
            title: &definition.title,
            section: &definition.section,
            subjects: &subjects,
            by_hand: planned.by_hand.then_some(PROTECTED),
        };
        core_files::plan(tx, &new).await?;
    }
    Ok(())
}

/// What each section got, by its code.
pub(crate) async fn by_section(
    tx: &mut TenantTx,
    hand_off: &HandOff,
) -> Result<BTreeMap<String, Vec<HandedProcedure>>, StoreError> {
    let known = sections::list(tx).await?;
    let items = hand_off.items.iter().filter_map(|item| {
        let section = known.iter().find(|section| section.id == item.section_id)?;
        Some((section.code.clone(), item.procedures.clone()))
    });
    Ok(items.collect())
}

/// Gives a visit what was handed to a section in one hand-off.
pub(crate) async fn with_handed(
    tx: &mut TenantTx,
    visit: &mut Visit,
    hand_off: Uuid,
    section: &str,
) -> Result<(), StoreError> {
    let all = hand_offs::of_case(tx, visit.case.id).await?;
    if let Some(handed) = all.iter().find(|one| one.id == hand_off) {
        visit.handed = by_section(tx, handed).await?.remove(section).unwrap_or_default();
    }
    Ok(())
}
