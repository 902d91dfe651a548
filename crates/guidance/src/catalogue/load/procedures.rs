//! Reads procedures.

use std::sync::Arc;
use toml::Spanned;

use super::parts::Reader;
use super::{File, Findings, facts};
use crate::catalogue::procedure::{Origin, Procedure};
use crate::catalogue::raw::RawProcedure;
use crate::catalogue::release::Release;
use crate::catalogue::text_file::line;

pub(super) fn read(file: &File<'_>, release: &mut Release, findings: &mut Findings) {
    let Some(raw): Option<RawProcedure> = findings.parse(file) else {
        return;
    };
    let id = raw.id.get_ref();
    if !file.path.ends_with(&format!("/{id}.toml")) {
        findings.error(
            file,
            raw.id.span().start,
            "ファイル名と番号が違います",
            format!("ファイル名を {id}.toml にしてください"),
        );
    }
    if let Some(procedure) = procedure(file, raw, Origin::Published, release, findings) {
        release.procedures.push(Arc::new(procedure));
    }
}

/// A procedure as it is written in a file.
pub(super) fn procedure(
    file: &File<'_>,
    raw: RawProcedure,
    origin: Origin,
    release: &Release,
    findings: &mut Findings,
) -> Option<Procedure> {
    let id = raw.id.get_ref().clone();
    let at = raw.id.span().start;
    if release.procedure(&id).is_some() {
        findings.error(
            file,
            at,
            format!("「{id}」は既にある手続きです"),
            "番号を変えてください",
        );
    }
    if raw.life_events.is_empty() {
        findings.error(
            file,
            at,
            "ライフイベントがありません",
            "life_events に一つ以上書いてください",
        );
    }
    let scope = facts::scope(raw.subject);
    let condition = findings.rule(file, &raw.condition, scope, release)?;
    let mut reader = Reader {
        file,
        scope,
        release,
        findings,
    };
    let procedure = Procedure {
        outcomes: raw.outcome.into_iter().map(|part| reader.outcome(part)).collect(),
        deadlines: raw
            .deadline
            .into_iter()
            .filter_map(|part| reader.deadline(part))
            .collect(),
        belongings: raw
            .belonging
            .into_iter()
            .filter_map(|part| reader.belonging(part, at))
            .collect(),
        sections: raw.section.into_iter().map(|part| reader.section(part)).collect(),
        fees: raw.fee.into_iter().map(|part| reader.fee(part)).collect(),
        forms: raw.form.into_iter().map(|part| reader.form(part)).collect(),
        fields: raw.field.iter().filter_map(|part| reader.field(part)).collect(),
        notes: raw.note.into_iter().map(|part| reader.note(part)).collect(),
        id,
        name: raw.name,
        life_events: raw.life_events,
        subject: raw.subject,
        condition,
        legal_basis_line: line(
            file.text,
            raw.legal_basis.as_ref().map_or(at, |basis| basis.span().start),
        ),
        legal_basis: raw.legal_basis.map_or_else(Vec::new, Spanned::into_inner),
        confidence: raw.confidence,
        evidence: raw.evidence,
        sources: raw.source,
        follows: raw.follows.into_iter().map(Spanned::into_inner).collect(),
        part_of: raw.part_of.into_iter().map(Spanned::into_inner).collect(),
        discreet: raw.discreet,
        summary: raw.summary,
        plain: raw.plain,
        valid_from: raw.valid_from,
        valid_to: raw.valid_to,
        origin,
        path: file.path.to_owned(),
        line: line(file.text, at),
    };
    if procedure.sections.is_empty() {
        findings.error(file, at, "担当の課がありません", "[[section]] を書いてください");
    }
    Some(procedure)
}
