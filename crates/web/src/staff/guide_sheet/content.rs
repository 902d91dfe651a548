//! What stands on a case's guide sheet: done today, left to do, and what needs nothing.

use madoguchi_forms::guide_sheet::{Done, Left};
use madoguchi_forms::{Fonts, GuideSheet, Laid};
use madoguchi_guidance::catalogue::OutcomeKind;
use madoguchi_guidance::{Judgement, JudgementResult};
use madoguchi_model::staff::Section;

use crate::error::PageError;
use crate::staff::applications::papers_of;
use crate::staff::cases::CaseFile;
use crate::staff::judgements::{Grouped, grouped};
use crate::staff::protection::refuse_papers;

/// The sheet of a case on its pages. Stopped by a protective measure.
pub(crate) fn lay(file: &CaseFile, fonts: &Fonts) -> Result<Laid, PageError> {
    refuse_papers(file)?;
    Ok(madoguchi_forms::guide_sheet(
        &sheet(file),
        &file.materials.fonts_today(fonts),
    ))
}

/// What stands on the sheet.
pub(super) fn sheet(file: &CaseFile) -> GuideSheet {
    let decided = file.decided();
    let groups = grouped(&decided);
    let needed = groups
        .iter()
        .filter(|group| group.result() != JudgementResult::NotRequired && !is_discreet(file, group))
        .filter(|group| group.first().done_with.is_none());
    // A procedure was taken in when its paper was made here.
    let taken_in = |group: &&Grouped<'_>| group.first().needs_filing() && papers_of(file, group.first());
    let (done, open): (Vec<&Grouped<'_>>, Vec<&Grouped<'_>>) = needed.partition(taken_in);
    let (left, by_itself): (Vec<&Grouped<'_>>, Vec<&Grouped<'_>>) =
        open.into_iter().partition(|group| is_left(group));
    GuideSheet {
        municipality: file.municipality.name.clone(),
        number: file.case.number.clone(),
        date: file.case.filed_on,
        done: done.into_iter().map(|group| done_line(file, group)).collect(),
        left: left.into_iter().map(|group| left_card(file, group)).collect(),
        notes: by_itself.into_iter().map(note).collect(),
        plain: Vec::new(),
        // Opaque: nobody learns from it who was here.
        qr: Some(format!("{} {}", file.case.number, file.case.id)),
    }
}

/// 支援措置 and the like: the sheet may be found by the very person who must not know.
fn is_discreet(file: &CaseFile, group: &Grouped<'_>) -> bool {
    let procedure = file.release.procedure(&group.first().judgement.procedure);
    procedure.is_some_and(|procedure| procedure.discreet)
}

fn is_left(group: &Grouped<'_>) -> bool {
    !matches!(
        group.first().judgement.outcome_kind,
        Some(OutcomeKind::Automatic | OutcomeKind::Information)
    )
}

fn section<'f>(file: &'f CaseFile, judgement: &Judgement) -> Option<&'f Section> {
    let code = judgement.section.as_ref().map(|section| section.code.as_str())?;
    file.sections.iter().find(|section| section.code == code)
}

fn done_line(file: &CaseFile, group: &Grouped<'_>) -> Done {
    Done {
        procedure: group.name().to_owned(),
        subject: group.names(),
        section: section_name(file, group.first().judgement),
    }
}

fn section_name(file: &CaseFile, judgement: &Judgement) -> String {
    let own = section(file, judgement).map(|section| section.name.clone());
    own.or_else(|| judgement.section.as_ref().map(|section| section.name.clone()))
        .unwrap_or_default()
}

fn left_card(file: &CaseFile, group: &Grouped<'_>) -> Left {
    let judgement = group.first().judgement;
    let section = section(file, judgement);
    let deadline = judgement.deadline.as_ref();
    let open = group.result() == JudgementResult::Undetermined;
    Left {
        procedure: if open {
            format!("{}（必要かどうか確かめてください）", judgement.name)
        } else {
            judgement.name.clone()
        },
        subject: group.names(),
        section: section_name(file, judgement),
        place: section.map(|section| section.place.clone()).unwrap_or_default(),
        phone: section.map(|section| section.phone.clone()).unwrap_or_default(),
        until: deadline.and_then(|deadline| deadline.date),
        deadline_rule: deadline.map(|deadline| deadline.text.clone()).unwrap_or_default(),
        belongings: group.belongings(),
        plain: judgement.plain.clone(),
    }
}

/// What happens by itself, or is good to know.
fn note(group: &Grouped<'_>) -> String {
    match group.first().judgement.outcome_text.as_str() {
        "" => format!("{}：手続は要りません。", group.line()),
        text => format!("{}：{text}", group.line()),
    }
}
