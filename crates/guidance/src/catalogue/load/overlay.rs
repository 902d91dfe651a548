//! Lays what a municipality adds and changes over a release.

use std::sync::Arc;

use super::parts::Reader;
use super::{File, Finding, Findings, facts, overlay_hash, procedures};
use crate::catalogue::overlay::{OVERLAY_FILE, OverlayName, SwitchedOff};
use crate::catalogue::procedure::{Origin, Procedure};
use crate::catalogue::raw::{OverlayFile, RawChange, RawProcedure};
use crate::catalogue::release::{Release, nearest};
use crate::catalogue::text_file::line;

impl Release {
    /// The release with an overlay: its published procedures as the municipality changes them, without those it
    /// switches off, and with those it adds. Fails with what is wrong in the overlay, by line.
    pub fn with_overlay(&self, text: &str) -> Result<Self, Vec<Finding>> {
        let mut findings = Findings::default();
        let file = File {
            path: OVERLAY_FILE,
            text,
        };
        let mut release = self.clone();
        if let Some(raw) = findings.parse::<OverlayFile>(&file) {
            release.overlay = Some(OverlayName {
                title: raw.title,
                hash: overlay_hash(text),
            });
            changes(&file, raw.change, &mut release, &mut findings);
            for raw in raw.procedure {
                added(&file, raw, &mut release, &mut findings);
            }
            release.arrange();
        }
        if findings.0.is_empty() {
            Ok(release)
        } else {
            findings.0.sort();
            Err(findings.0)
        }
    }
}

fn changes(file: &File<'_>, changes: Vec<RawChange>, release: &mut Release, findings: &mut Findings) {
    let mut seen = Vec::new();
    for raw in changes {
        let id = raw.id.get_ref().clone();
        let at = raw.id.span().start;
        if seen.contains(&id) {
            let problem = format!("「{id}」の変更が二つあります");
            findings.error(file, at, problem, "一つにまとめてください");
            continue;
        }
        seen.push(id.clone());
        let Some(place) = release.procedures.iter().position(|known| known.id == id) else {
            let ids = release.procedures.iter().map(|known| &*known.id);
            let remedy = format!("近い番号: {}", nearest(&id, ids).join(", "));
            findings.error(file, at, format!("「{id}」という手続きはありません"), remedy);
            continue;
        };
        if let Some(reason) = raw.off {
            if reason.trim().is_empty() {
                let remedy = "off に理由を書いてください";
                findings.error(file, at, format!("「{id}」を使わない理由がありません"), remedy);
            }
            let procedure = release.procedures.remove(place);
            release.switched_off.push(SwitchedOff {
                id,
                name: procedure.name.clone(),
                reason,
            });
            continue;
        }
        let procedure = Procedure::clone(&release.procedures[place]);
        let procedure = changed(file, raw, procedure, release, findings);
        release.procedures[place] = Arc::new(procedure);
    }
}

fn changed(
    file: &File<'_>,
    raw: RawChange,
    mut procedure: Procedure,
    release: &Release,
    findings: &mut Findings,
) -> Procedure {
    let at = raw.id.span().start;
    procedure.origin = Origin::Changed;
    file.path.clone_into(&mut procedure.path);
    procedure.line = line(file.text, at);
    for (text, new) in [
        (&mut procedure.name, raw.name),
        (&mut procedure.summary, raw.summary),
        (&mut procedure.plain, raw.plain),
    ] {
        if let Some(new) = new {
            *text = new;
        }
    }
    if raw.section.as_ref().is_some_and(Vec::is_empty) {
        findings.error(
            file,
            at,
            "担当の課がありません",
            "[[change.section]] を書いてください",
        );
    }
    let mut reader = Reader {
        file,
        scope: facts::scope(procedure.subject),
        release,
        findings,
    };
    if let Some(rows) = raw.deadline {
        procedure.deadlines = rows.into_iter().filter_map(|row| reader.deadline(row)).collect();
    }
    if let Some(rows) = raw.belonging {
        let rows = rows.into_iter().filter_map(|row| reader.belonging(row, at));
        procedure.belongings = rows.collect();
    }
    if let Some(rows) = raw.section {
        procedure.sections = rows.into_iter().map(|row| reader.section(row)).collect();
    }
    if let Some(rows) = raw.fee {
        procedure.fees = rows.into_iter().map(|row| reader.fee(row)).collect();
    }
    if let Some(rows) = raw.note {
        procedure.notes = rows.into_iter().map(|row| reader.note(row)).collect();
    }
    procedure
}

/// Numbers of added procedures begin with `L-`, so that no later release can take them.
fn added(file: &File<'_>, raw: RawProcedure, release: &mut Release, findings: &mut Findings) {
    let number = raw.id.get_ref().strip_prefix("L-").unwrap_or_default();
    if number.is_empty() || !number.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        let problem = format!("「{}」は自治体の手続きの番号にできません", raw.id.get_ref());
        findings.error(
            file,
            raw.id.span().start,
            problem,
            "L-01 のように L- で始めてください",
        );
    }
    if let Some(procedure) = procedures::procedure(file, raw, Origin::Added, release, findings) {
        release.procedures.push(Arc::new(procedure));
    }
}
