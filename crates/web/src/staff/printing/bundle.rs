//! 送付票: what lies on top of the applications of a case on their way to the sections. It names no person.

use madoguchi_forms::CoverSheet;
use madoguchi_forms::cover_sheet::{CoverPaper, CoverSection};
use madoguchi_guidance::JudgementResult;
use madoguchi_model::hand_off::HandedProcedure;
use madoguchi_model::ids::SectionId;
use madoguchi_store::signatures::Signature;
use madoguchi_store::{TenantTx, queue};

use super::Sheet;
use super::sheets::signature_of;
use crate::error::PageError;
use crate::page::time;
use crate::staff::applications::{is_made, title_of, wanted_forms};
use crate::staff::cases::CaseFile;
use crate::staff::hand_off::section_items;

/// The cover of these papers.
pub(super) async fn cover(
    tx: &mut TenantTx,
    file: &CaseFile,
    papers: &[Sheet],
) -> Result<CoverSheet, PageError> {
    let queued = queue::of_case(tx, file.case.id).await?;
    let sections = if queued.is_empty() {
        let (items, _) = section_items(file);
        items
            .iter()
            .map(|item| section(file, item.section_id, &item.procedures))
            .collect()
    } else {
        queued
            .iter()
            .map(|item| section(file, item.section_id, &item.procedures))
            .collect()
    };
    Ok(CoverSheet {
        municipality: file.municipality.name.clone(),
        number: file.case.number.clone(),
        date: file.case.filed_on,
        papers: papers.iter().filter_map(|sheet| paper(file, sheet)).collect(),
        sections,
        missing: missing(file),
    })
}

fn paper(file: &CaseFile, sheet: &Sheet) -> Option<CoverPaper> {
    let (id, version) = sheet.application?;
    let standing = signature_of(file, id, version).filter(|signature| signature.voided_at.is_none());
    Some(CoverPaper {
        title: sheet.laid.title.clone(),
        version,
        pages: sheet.laid.pages.len(),
        signature: standing.map_or_else(|| "まだ".to_owned(), signed),
    })
}

fn signed(signature: &Signature) -> String {
    let way = signature.kind.label();
    format!("{way}\n{}", time::day_and_clock(signature.signed_at))
}

fn section(file: &CaseFile, id: SectionId, procedures: &[HandedProcedure]) -> CoverSection {
    let section = file.sections.iter().find(|section| section.id == id);
    CoverSection {
        name: section
            .map(|section| format!("{}　{}", section.name, section.place))
            .unwrap_or_default(),
        procedures: procedures
            .iter()
            .map(|procedure| procedure.name.clone())
            .collect(),
    }
}

/// What is still missing, without a name.
fn missing(file: &CaseFile) -> Vec<String> {
    let mut missing = Vec::new();
    if file.case.visitor.identity.is_none() {
        missing.push("来庁者の本人確認".to_owned());
    }
    for wanted in wanted_forms(file).iter().filter(|wanted| !is_made(file, wanted)) {
        missing.push(format!("「{}」の作成", title_of(file, &wanted.form_id)));
    }
    for application in &file.applications {
        if file.standing_signature(application).is_none() {
            missing.push(format!("「{}」の署名", title_of(file, &application.form_id)));
        }
    }
    for application in file
        .applications
        .iter()
        .filter(|application| !file.may_see(application))
    {
        missing.push(format!(
            "「{}」（印刷した人に見る権限がないため、入っていません）",
            title_of(file, &application.form_id)
        ));
    }
    if !file.guidance.questions.is_empty() {
        missing.push(format!("聞き取りの回答　{}件", file.guidance.questions.len()));
    }
    let decided = file.decided();
    let open = decided
        .iter()
        .filter(|judgement| judgement.result() == JudgementResult::Undetermined);
    let mut named: Vec<String> = open
        .map(|judgement| format!("「{}」が必要かどうかの確認", judgement.judgement.name))
        .collect();
    named.dedup();
    missing.extend(named);
    missing
}
