//! `madoguchi catalogue`: checks a catalogue before it is used.

mod diff;
mod folder;
mod households;
mod scenarios;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use madoguchi_guidance::catalogue::{Finding, Severity, all_releases};
use madoguchi_guidance::check;
use thiserror::Error;

/// 制度カタログの検査
#[derive(Args, Debug)]
pub(crate) struct CatalogueArgs {
    #[command(subcommand)]
    command: CatalogueCommand,
}

#[derive(Subcommand, Debug)]
enum CatalogueCommand {
    /// 制度カタログを検査し、誤りと直し方を行の番号とともに出す
    Check {
        /// 版のフォルダ（release.toml のあるところ）、又は版のフォルダを集めたフォルダ。書かないときは、組み込まれたすべての版
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
        /// 自治体の上書きのファイル（TOML）。版に重ねて検査する
        #[arg(long, value_name = "FILE", requires = "folder")]
        overlay: Option<PathBuf>,
        /// JSON で出力する
        #[arg(long)]
        json: bool,
    },
    /// 版を事例（世帯と、出るはずの結果）で試す
    Test {
        /// 版のフォルダ（release.toml のあるところ）
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// 事例のファイル（TOML）のフォルダ
        #[arg(value_name = "SCENARIOS")]
        scenarios: PathBuf,
    },
    /// 新しい版で何が変わるかを、規則ごとに、また記録した世帯について出す
    Diff(diff::DiffArgs),
    /// 版を試すための合成の世帯を作る（1行に1世帯の JSON）
    Households {
        /// 版のフォルダ。書かないときは、その日に施行されている組み込みの版
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
        /// 判定の基準日
        #[arg(long, value_name = "DATE")]
        on: chrono::NaiveDate,
        /// 世帯の数
        #[arg(long, default_value_t = 1_000)]
        count: u64,
    },
}

/// Why a check failed.
#[derive(Debug, Error)]
pub(crate) enum CatalogueError {
    /// The folder cannot be read.
    #[error("{path} を読めません")]
    Unreadable {
        /// The folder or file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The catalogue has errors; they were written to the standard output.
    #[error("制度カタログに誤りが {0} 件あります")]
    Errors(usize),
    /// Scenarios came out otherwise; what differs was written to the standard output.
    #[error("事例と違う結果が {0} 件あります")]
    Scenarios(usize),
    /// A line of the file of households is not one.
    #[error("世帯のファイルの {line} 行目を読めません: {reason}")]
    Case {
        /// The line, from 1.
        line: usize,
        /// Why.
        reason: String,
    },
    /// No built-in release is in force on the day.
    #[error("{0} に施行されている版はありません")]
    NotInForce(chrono::NaiveDate),
    /// The findings cannot be written.
    #[error("結果を書き出せません")]
    Output(#[from] std::io::Error),
}

/// Runs the command and writes to the standard output.
pub(crate) fn run(args: CatalogueArgs) -> Result<(), CatalogueError> {
    let (folder, overlay, json) = match args.command {
        CatalogueCommand::Check {
            folder,
            overlay,
            json,
        } => (folder, overlay, json),
        CatalogueCommand::Test {
            folder,
            scenarios: files,
        } => return scenarios::test(&folder, &files),
        CatalogueCommand::Diff(args) => return diff::run(&args),
        CatalogueCommand::Households { folder, on, count } => {
            return households::write(folder.as_deref(), on, count);
        }
    };
    let findings = match folder {
        Some(folder) => of_folder(&folder, overlay.as_deref())?,
        None => check::check_all(&all_releases().iter().collect::<Vec<_>>()),
    };
    let mut out = std::io::stdout().lock();
    if json {
        let text = serde_json::to_string_pretty(&findings).expect("findings hold only texts and numbers");
        writeln!(out, "{text}")?;
    } else {
        for finding in &findings {
            writeln!(out, "{finding}")?;
        }
        if findings.is_empty() {
            writeln!(out, "制度カタログに誤りはありません")?;
        }
    }
    out.flush()?;
    let errors = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .count();
    if errors == 0 {
        Ok(())
    } else {
        Err(CatalogueError::Errors(errors))
    }
}

fn of_folder(folder: &Path, overlay: Option<&Path>) -> Result<Vec<Finding>, CatalogueError> {
    let folders = folder::releases(folder)?;
    if folders.is_empty() || overlay.is_some() {
        let release = match (folder::release(folder)?, overlay) {
            (Ok(release), Some(path)) => release.with_overlay(&folder::text(path)?),
            (release, _) => release,
        };
        return Ok(match release {
            Ok(release) => check::check(&release),
            Err(findings) => findings,
        });
    }
    let (mut releases, mut findings) = (Vec::new(), Vec::new());
    for (name, path) in folders {
        match folder::release(&path)? {
            Ok(release) => releases.push(release),
            Err(mistakes) => findings.extend(mistakes.into_iter().map(|finding| Finding {
                path: format!("{name}/{}", finding.path),
                ..finding
            })),
        }
    }
    findings.extend(check::check_all(&releases.iter().collect::<Vec<_>>()));
    findings.sort();
    Ok(findings)
}
