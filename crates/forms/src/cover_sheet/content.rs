//! The parts of the sheet.

use super::{CoverPaper, CoverSection};
use crate::display::{Role, Scope, mm};
use crate::guide_sheet::flow::{Flow, FlowCell};
use crate::text::{Align, Style};

/// The size of type, in points.
const SIZE: f32 = 11.5;
/// Shares of the width: number, form, version, pages, signature; section, procedures.
const PAPERS: [f32; 5] = [0.08, 0.46, 0.1, 0.1, 0.26];
const SECTIONS: [f32; 2] = [0.34, 0.66];

fn gothic() -> Style {
    Style {
        leading: 1.35,
        ..Style::value(SIZE).gothic().wrapping()
    }
}

fn cell(text: &str, width: f32) -> FlowCell<'_> {
    FlowCell {
        text,
        style: gothic(),
        width,
        header: None,
    }
}

fn header(text: &str, width: f32) -> FlowCell<'_> {
    FlowCell {
        text,
        style: gothic().aligned(Align::Left),
        width,
        header: Some(Scope::Column),
    }
}

/// 一緒に送る申請書.
pub(super) fn papers(flow: &mut Flow<'_>, papers: &[CoverPaper]) {
    let pages: usize = papers.iter().map(|paper| paper.pages).sum();
    let texts: Vec<[String; 5]> = papers
        .iter()
        .enumerate()
        .map(|(n, paper)| {
            [
                (n + 1).to_string(),
                paper.title.clone(),
                format!("第{}版", paper.version),
                format!("{}枚", paper.pages),
                paper.signature.clone(),
            ]
        })
        .collect();
    let heads = ["番号", "申請書", "版", "枚数", "署名"];
    let mut rows: Vec<Vec<FlowCell<'_>>> = vec![
        heads
            .iter()
            .zip(PAPERS)
            .map(|(text, width)| header(text, width))
            .collect(),
    ];
    rows.extend(texts.iter().map(|texts| {
        texts
            .iter()
            .zip(PAPERS)
            .map(|(text, width)| cell(text, width))
            .collect()
    }));
    let heading = format!("一緒に送る申請書（{}件・{pages}枚）", papers.len());
    flow.heading(&heading, flow.height(&rows[0]) + mm(10.0));
    flow.table(&rows, "申請書");
    flow.gap(5.0);
}

/// 担当課と手続.
pub(super) fn sections(flow: &mut Flow<'_>, sections: &[CoverSection]) {
    if sections.is_empty() {
        return;
    }
    let texts: Vec<[String; 2]> = sections
        .iter()
        .map(|section| [section.name.clone(), section.procedures.join("\n")])
        .collect();
    let mut rows = vec![vec![header("担当課", SECTIONS[0]), header("手続", SECTIONS[1])]];
    rows.extend(texts.iter().map(|texts| {
        texts
            .iter()
            .zip(SECTIONS)
            .map(|(text, width)| cell(text, width))
            .collect()
    }));
    flow.heading("担当課と手続", flow.height(&rows[0]) + mm(10.0));
    flow.table(&rows, "担当課と手続");
    flow.gap(5.0);
}

/// まだそろっていないもの.
pub(super) fn missing(flow: &mut Flow<'_>, missing: &[String]) {
    flow.heading("まだそろっていないもの", mm(10.0));
    if missing.is_empty() {
        flow.paragraph(
            "ありません。",
            gothic(),
            &Role::Paragraph,
            "まだそろっていないもの",
        );
    }
    for line in missing {
        let line = format!("・{line}");
        flow.paragraph(&line, gothic(), &Role::Paragraph, "まだそろっていないもの");
    }
}
