//! `madoguchi catalogue diff`: what a new release changes.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use madoguchi_guidance::JudgementResult;
use madoguchi_guidance::diff::{CasesDiff, Change, RecordedCase, RuleDiff, over_cases, rules};

use super::{CatalogueError, folder};

/// Two releases, and the households to judge by both.
#[derive(Args, Debug)]
pub(super) struct DiffArgs {
    /// 今の版のフォルダ
    #[arg(value_name = "A")]
    old: PathBuf,
    /// 新しい版のフォルダ
    #[arg(value_name = "B")]
    new: PathBuf,
    /// 記録した世帯（1行に1世帯の JSON。`catalogue households` の形）
    #[arg(long, value_name = "FILE")]
    cases: Option<PathBuf>,
    /// JSON で出力する
    #[arg(long)]
    json: bool,
}

#[derive(serde::Serialize)]
struct Report<'r> {
    rules: &'r [RuleDiff],
    cases: Option<&'r CasesDiff>,
}

pub(super) fn run(args: &DiffArgs) -> Result<(), CatalogueError> {
    let (old, new) = (folder::usable(&args.old)?, folder::usable(&args.new)?);
    let rules = rules(&old, &new);
    let cases = match &args.cases {
        Some(path) => Some(over_cases(&old, &new, &recorded(path)?)),
        None => None,
    };
    let mut out = std::io::stdout().lock();
    if args.json {
        let report = Report {
            rules: &rules,
            cases: cases.as_ref(),
        };
        let text = serde_json::to_string_pretty(&report).expect("differences hold only texts and numbers");
        writeln!(out, "{text}")?;
    } else {
        write_rules(&mut out, &rules)?;
        if let Some(cases) = &cases {
            write_cases(&mut out, cases)?;
        }
    }
    out.flush()?;
    Ok(())
}

fn recorded(path: &Path) -> Result<Vec<RecordedCase>, CatalogueError> {
    let text = std::fs::read_to_string(path).map_err(|source| CatalogueError::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(line, text)| {
            serde_json::from_str(text).map_err(|error| CatalogueError::Case {
                line,
                reason: error.to_string(),
            })
        })
        .collect()
}

fn write_rules(out: &mut impl Write, rules: &[RuleDiff]) -> std::io::Result<()> {
    if rules.is_empty() {
        writeln!(out, "規則に違いはありません")?;
    }
    for rule in rules {
        let RuleDiff {
            id,
            what,
            name,
            change,
        } = rule;
        match change {
            Change::Added => writeln!(out, "＋ {what} {id}　{name}")?,
            Change::Removed => writeln!(out, "－ {what} {id}　{name}")?,
            Change::Changed(parts) => {
                writeln!(out, "～ {what} {id}　{name}")?;
                for (part, before, after) in parts {
                    writeln!(out, "　　{part}\n　　　前: {before}\n　　　後: {after}")?;
                }
            }
        }
    }
    Ok(())
}

fn write_cases(out: &mut impl Write, diff: &CasesDiff) -> std::io::Result<()> {
    writeln!(out, "\n判定が変わる世帯: {} 件中 {} 件", diff.cases, diff.changed)?;
    let word = |result: Option<JudgementResult>| result.map_or("（対象外）", JudgementResult::label);
    for (changed, count, first) in &diff.by_rule {
        writeln!(
            out,
            "　{}　{} → {}　{count} 件（最初は {first} 行目）",
            changed.procedure,
            word(changed.before),
            word(changed.after)
        )?;
    }
    for (place, why) in &diff.unreadable {
        writeln!(out, "　{place} 行目はどちらかの版で読めません: {why}")?;
    }
    Ok(())
}
