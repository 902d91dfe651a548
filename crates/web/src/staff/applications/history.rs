//! The life of an application on its page: versions with what changed, the signatures that stood on each, and prints.

use std::collections::BTreeMap;

use madoguchi_forms::{FieldText, Fonts};
use madoguchi_store::TenantTx;
use madoguchi_store::applications::{self, Application, ApplicationVersion};
use madoguchi_store::print_releases::{self, PrintKind, PrintRelease};
use madoguchi_store::signatures::Signature;

use super::paper::{Content, lay};
use crate::error::PageError;
use crate::page::time;
use crate::staff::cases::CaseFile;

/// One version.
pub(super) struct VersionRow {
    pub(super) number: i32,
    pub(super) newest: bool,
    /// Why it was made: 作成, 訂正 of one that was signed, or 作り直し.
    pub(super) made: &'static str,
    pub(super) at: String,
    pub(super) by: String,
    pub(super) changes: Vec<Change>,
    pub(super) signatures: Vec<String>,
}

/// A field whose value is another than in the version before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Change {
    pub(super) label: String,
    pub(super) before: String,
    pub(super) after: String,
}

/// One print of the application.
pub(super) struct PrintRow {
    pub(super) at: String,
    pub(super) by: String,
    pub(super) kind: &'static str,
    pub(super) version: i32,
    pub(super) copy: i32,
    pub(super) pages: i32,
}

/// The versions, newest first.
pub(super) async fn versions(
    tx: &mut TenantTx,
    file: &CaseFile,
    application: &Application,
    fonts: &Fonts,
) -> Result<Vec<VersionRow>, PageError> {
    let kept = applications::versions(tx, application.id).await?;
    let mut rows = Vec::with_capacity(kept.len());
    let mut before: Option<(&ApplicationVersion, Vec<FieldText>)> = None;
    for version in &kept {
        let content = Content::of_version(&application.form_id, version, None);
        let fields = lay(&content, &file.materials, &file.municipality, fonts)?
            .map(|laid| laid.fields)
            .unwrap_or_default();
        let signatures = |number: i32| {
            file.signatures.iter().filter(move |signature| {
                signature.application_id == application.id && signature.application_version == number
            })
        };
        let was_signed = before
            .as_ref()
            .is_some_and(|(old, _)| signatures(old.version).next().is_some());
        rows.push(VersionRow {
            number: version.version,
            newest: version.version == application.version,
            made: match (&before, was_signed) {
                (None, _) => "作成",
                (Some(_), true) => "訂正",
                (Some(_), false) => "作り直し",
            },
            at: time::day_and_clock(version.made_at),
            by: version.made_by_name.clone(),
            changes: before
                .as_ref()
                .map(|(_, old)| changes(old, &fields))
                .unwrap_or_default(),
            signatures: signatures(version.version).map(signature_line).collect(),
        });
        before = Some((version, fields));
    }
    rows.reverse();
    Ok(rows)
}

/// What is different, by the fields' keys, in reading order; fields for the pen alone have no key.
pub(super) fn changes(old: &[FieldText], new: &[FieldText]) -> Vec<Change> {
    let values = |fields: &[FieldText]| -> BTreeMap<String, String> {
        let keyed = fields.iter().filter(|field| !field.key.is_empty());
        keyed
            .map(|field| (field.key.clone(), field.value.clone()))
            .collect()
    };
    let (before, after) = (values(old), values(new));
    let mut seen: Vec<&str> = Vec::new();
    let mut changes = Vec::new();
    for field in new.iter().chain(old) {
        if field.key.is_empty() || seen.contains(&&*field.key) {
            continue;
        }
        seen.push(&field.key);
        let value = |of: &BTreeMap<String, String>| of.get(&field.key).cloned().unwrap_or_default();
        let (before, after) = (value(&before), value(&after));
        if before != after {
            changes.push(Change {
                label: field.label.replace('\n', ""),
                before,
                after,
            });
        }
    }
    changes
}

/// Who signed when and how, and why it has no force any more.
fn signature_line(signature: &Signature) -> String {
    let way = signature.kind.label();
    let signed = format!(
        "{way}：{}　{}",
        signature.signer,
        time::day_and_clock(signature.signed_at)
    );
    match (&signature.void_reason, signature.voided_at) {
        (Some(reason), Some(at)) => format!("{signed}　→　{} 無効（{reason}）", time::day_and_clock(at)),
        _ => signed,
    }
}

/// The prints of an application, newest first.
pub(super) async fn prints(tx: &mut TenantTx, application: &Application) -> Result<Vec<PrintRow>, PageError> {
    let releases = print_releases::of_case(tx, application.case_id).await?;
    Ok(releases
        .iter()
        .rev()
        .flat_map(|release| rows(application, release))
        .collect())
}

fn rows(application: &Application, release: &PrintRelease) -> Vec<PrintRow> {
    let papers = release.papers.iter().filter_map(|paper| {
        let (id, version) = paper.application?;
        (id == application.id).then(|| PrintRow {
            at: time::day_and_clock(release.released_at),
            by: release.released_by_name.clone(),
            kind: kind(release.kind),
            version,
            copy: paper.copy,
            pages: paper.pages,
        })
    });
    papers.collect()
}

/// What kind of file, in words.
fn kind(kind: PrintKind) -> &'static str {
    match kind {
        PrintKind::Application => "この申請書だけ",
        PrintKind::All => "受付のまとめ印刷",
        PrintKind::Bundle => "送付票と申請書",
        PrintKind::GuideSheet => "受付案内票",
        PrintKind::Batch => "一括印刷",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(key: &str, value: &str) -> FieldText {
        FieldText {
            key: key.into(),
            label: format!("{key}の\n欄"),
            value: value.into(),
            confirm: false,
        }
    }

    #[test]
    fn what_changed_is_told_once_and_in_reading_order() {
        let old = [
            field("a", "1"),
            field("b", "2"),
            field("gone", "3"),
            field("", "x"),
        ];
        let new = [
            field("b", "9"),
            field("a", "1"),
            field("b", "9"),
            field("added", "4"),
            field("", "y"),
        ];
        let told: Vec<_> = changes(&old, &new)
            .into_iter()
            .map(|change| (change.label, change.before, change.after))
            .collect();
        let told: Vec<_> = told.iter().map(|(l, b, a)| (&**l, &**b, &**a)).collect();
        assert_eq!(
            told,
            [("bの欄", "2", "9"), ("addedの欄", "", "4"), ("goneの欄", "3", "")]
        );
        assert!(changes(&old, &old).is_empty());
    }
}
