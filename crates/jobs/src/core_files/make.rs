//! Making a file of the rows that wait.

use std::collections::BTreeMap;

use madoguchi_link::core_files::{Definition, FileHead, RowHead, Subject, Visit, render};
use madoguchi_link::hex;
use madoguchi_model::field_group::{FieldGroup, Reach};
use madoguchi_model::ids::StaffId;
use madoguchi_store::core_files::{self, CoreRow, NewCoreFile, WrittenRow};
use madoguchi_store::{TenantTx, field_permissions, sections, tenants};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{definition, plan, visit};
use crate::JobError;

/// What came of the rows that waited.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Made {
    /// The file that was made; none where nothing was to be written.
    pub file: Option<Uuid>,
    /// How many rows went by hand instead.
    pub by_hand: usize,
    /// How many say what earlier ones said, and were not written.
    pub unchanged: usize,
    /// Whether rows were left for another file.
    pub more: bool,
}

/// Makes a file of the rows of a kind that wait, `most` at most. Number, bytes and
/// rows commit together, and so a crash leaves either a file with its number or neither.
pub async fn make(tx: &mut TenantTx, kind: &str, by: Option<StaffId>, most: u32) -> Result<Made, JobError> {
    let definition = definition(tx, kind)
        .await?
        .ok_or_else(|| JobError::Never(format!("there is no kind of file {kind}")))?;
    let waiting = core_files::take_waiting(tx, kind, most).await?;
    if waiting.is_empty() {
        return Ok(Made::default());
    }
    let more = waiting.len() >= usize::try_from(most).unwrap_or(usize::MAX);
    let visits = visits(tx, &definition, &waiting).await?;
    let mut rows = Vec::with_capacity(waiting.len());
    for row in &waiting {
        let visit = visits
            .get(&(row.case_id.0, row.hand_off_id))
            .ok_or_else(|| JobError::Never("a row has no case".into()))?;
        rows.push((head(row)?, visit));
    }
    let number = core_files::find(tx, kind, None)
        .await?
        .map_or(0, |last| last.number)
        + 1;
    let head = FileHead {
        number,
        made_at: tx.now(),
    };
    let municipality = tenants::get(tx).await?;
    let file = render(&definition, &municipality.code, head, &rows).map_err(JobError::never)?;
    let aside: Vec<(Uuid, String)> = file
        .problems
        .iter()
        .map(|problem| (problem.id, reason(problem)))
        .collect();
    core_files::set_aside(tx, &aside, &definition.title).await?;
    core_files::unchanged(tx, &file.unchanged).await?;
    let made = Made {
        file: None,
        by_hand: aside.len(),
        unchanged: file.unchanged.len(),
        more,
    };
    if file.rows.is_empty() {
        return Ok(made);
    }
    let written: Vec<WrittenRow> = file
        .rows
        .iter()
        .map(|(id, content)| WrittenRow {
            id: *id,
            content: *content,
        })
        .collect();
    let groups: Vec<FieldGroup> = file.groups.iter().copied().collect();
    let new = NewCoreFile {
        kind,
        section: &definition.section,
        groups: &groups,
        number,
        definition_digest: &digest_of(tx, &definition).await?,
        name: &file.name,
        digest: &file.digest,
        bytes: &file.bytes,
        rows: &written,
        by,
        made_at: head.made_at,
    };
    let id = core_files::save(tx, &new).await?;
    Ok(Made {
        file: Some(id),
        ..made
    })
}

fn reason(problem: &madoguchi_link::core_files::RowProblem) -> String {
    if problem.item.is_empty() {
        problem.problem.clone()
    } else {
        format!("{}：{}", problem.item, problem.problem)
    }
}

fn head(row: &CoreRow) -> Result<RowHead, JobError> {
    let subject: Subject = row.subject.parse().map_err(JobError::Never)?;
    let unless = row
        .corrects_content
        .as_deref()
        .and_then(|content| content.try_into().ok());
    Ok(RowHead {
        id: row.id,
        corrects: row.corrects,
        subject,
        unless,
    })
}

async fn visits(
    tx: &mut TenantTx,
    definition: &Definition,
    rows: &[CoreRow],
) -> Result<BTreeMap<(Uuid, Uuid), Visit>, JobError> {
    let mut visits = BTreeMap::new();
    let decided = match sections::by_code(tx, &definition.section).await? {
        Some(section) => field_permissions::of_section(tx, section.id).await?,
        None => Vec::new(),
    };
    for row in rows {
        let key = (row.case_id.0, row.hand_off_id);
        if visits.contains_key(&key) {
            continue;
        }
        let mut visit = visit::load(tx, row.case_id).await?;
        plan::with_handed(tx, &mut visit, row.hand_off_id, &definition.section).await?;
        let handed = !visit.handed.is_empty();
        let withheld =
            |group: &FieldGroup| match field_permissions::reach(&decided, &definition.section, *group) {
                Reach::Nowhere => true,
                Reach::HandedCases => !handed,
                Reach::Everywhere => false,
            };
        visit.withheld = FieldGroup::ALL.into_iter().filter(withheld).collect();
        visits.insert(key, visit);
    }
    Ok(visits)
}

/// SHA-256 of the definition's text, so that a file can be told to be of this edition.
async fn digest_of(tx: &mut TenantTx, definition: &Definition) -> Result<String, JobError> {
    let own = core_files::own_definition(tx, &definition.id).await?;
    let text = own
        .as_deref()
        .or_else(|| Definition::text(&definition.id))
        .unwrap_or_default();
    Ok(hex(&Sha256::digest(text.as_bytes())))
}
