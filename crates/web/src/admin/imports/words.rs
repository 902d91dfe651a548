//! How imports are spoken of.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use madoguchi_import::{Layout, Target};
use madoguchi_model::ids::StaffId;
use madoguchi_store::imports::{Run, RunState};
use madoguchi_store::{TenantTx, staff};

use crate::components::{Status, StatusTone};
use crate::error::PageError;

/// The name of what a file is about.
pub(super) fn target(target: Target) -> &'static str {
    let standard = Layout::all().iter().find(|layout| layout.target == target);
    standard.map_or("", |layout| &layout.title)
}

/// 全件・差分, and whether it is a trial.
pub(super) fn manner(full: bool, dry_run: bool) -> String {
    let rows = if full { "全件" } else { "差分" };
    if dry_run {
        format!("{rows}（調べるだけ）")
    } else {
        rows.to_owned()
    }
}

/// A number with a comma at every thousand.
pub(super) fn number(count: u64) -> String {
    let digits = count.to_string();
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// How large a file is.
pub(super) fn size(bytes: u64) -> String {
    let tenths = |unit: u64| {
        let tenths = u128::from(bytes) * 10 / u128::from(unit);
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    match bytes {
        0..1024 => format!("{bytes}バイト"),
        1024..1_048_576 => format!("{}KB", tenths(1024)),
        1_048_576..1_073_741_824 => format!("{}MB", tenths(1_048_576)),
        _ => format!("{}GB", tenths(1_073_741_824)),
    }
}

/// How far a run is, or what became of it.
pub(super) fn status(run: &Run, now: DateTime<Utc>) -> Status {
    let (tone, word) = match run.state {
        RunState::Waiting if run.trouble.is_some() => (StatusTone::Alert, "やり直し待ち"),
        RunState::Waiting => (StatusTone::Plain, "順番待ち"),
        RunState::Staging if is_cut_off(run, now) => (StatusTone::Alert, "途中で止まっています"),
        RunState::Staging => (StatusTone::Progress, "取り込み中"),
        RunState::Applied => (StatusTone::Done, "反映済み"),
        RunState::Tried => (StatusTone::Done, "調べ終わり"),
        RunState::Repeated => (StatusTone::Plain, "反映済みのファイル"),
        RunState::Refused => (StatusTone::Error, "反映せず"),
        RunState::Failed => (StatusTone::Error, "失敗"),
        RunState::Abandoned => (StatusTone::Plain, "取りやめ"),
    };
    Status::new(tone, word)
}

/// Whether a run was begun and nobody works on it.
pub(super) fn is_cut_off(run: &Run, now: DateTime<Utc>) -> bool {
    run.state == RunState::Staging && run.progress.is_none_or(|progress| !progress.is_held(now))
}

/// Who gave a file, or what found it, and what it was called.
pub(super) fn source(run: &Run, names: &BTreeMap<StaffId, String>) -> String {
    let who = match (&run.source_name, run.started_by) {
        (Some(name), None) => format!("取込元「{name}」"),
        (_, Some(by)) => format!("画面（{}）", names.get(&by).map_or("", String::as_str)),
        (None, None) => "サーバーのコマンド".into(),
    };
    if run.file_name.is_empty() {
        who
    } else {
        format!("{who}　{}", run.file_name)
    }
}

/// Names of the staff, those who left too.
pub(super) async fn names(tx: &mut TenantTx) -> Result<BTreeMap<StaffId, String>, PageError> {
    let all = staff::list(tx).await?.into_iter();
    Ok(all.map(|person| (person.id, person.display_name)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_sizes_are_readable() {
        assert_eq!(number(0), "0");
        assert_eq!(number(1_000), "1,000");
        assert_eq!(number(12_345_678), "12,345,678");
        assert_eq!(size(12), "12バイト");
        assert_eq!(size(1_536), "1.5KB");
        assert_eq!(size(1_073_741_824), "1.0GB");
    }
}
