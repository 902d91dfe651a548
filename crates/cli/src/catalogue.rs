//! `madoguchi catalogue`: checks a catalogue before it is used.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use madoguchi_guidance::catalogue::{Finding, Release, Severity, all_releases, load};
use madoguchi_guidance::check;
use madoguchi_guidance::scenario::{self, ScenarioFile};
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
        /// 版のフォルダ（release.toml のあるところ）。書かないときは、組み込まれたすべての版
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
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
    /// The findings cannot be written.
    #[error("結果を書き出せません")]
    Output(#[from] std::io::Error),
}

/// Runs the command and writes to the standard output.
pub(crate) fn run(args: CatalogueArgs) -> Result<(), CatalogueError> {
    let (folder, json) = match args.command {
        CatalogueCommand::Check { folder, json } => (folder, json),
        CatalogueCommand::Test { folder, scenarios } => return test(&folder, &scenarios),
    };
    let findings = match folder {
        Some(folder) => of_folder(&folder)?,
        None => all_releases().iter().flat_map(check::check).collect(),
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

fn of_folder(folder: &Path) -> Result<Vec<Finding>, CatalogueError> {
    Ok(match release(folder)? {
        Ok(release) => check::check(&release),
        Err(findings) => findings,
    })
}

fn release(folder: &Path) -> Result<Result<Release, Vec<Finding>>, CatalogueError> {
    let mut files = Vec::new();
    collect(folder, folder, &mut files)?;
    let files: Vec<(String, &[u8])> = files
        .iter()
        .map(|(path, bytes)| (path.clone(), bytes.as_slice()))
        .collect();
    Ok(load(&files))
}

/// Runs every scenario against the release of the folder.
fn test(folder: &Path, scenarios: &Path) -> Result<(), CatalogueError> {
    let mut out = std::io::stdout().lock();
    let release = match release(folder)? {
        Ok(release) => release,
        Err(findings) => {
            for finding in &findings {
                writeln!(out, "{finding}")?;
            }
            return Err(CatalogueError::Errors(findings.len()));
        }
    };
    let mut files = Vec::new();
    collect(scenarios, scenarios, &mut files)?;
    files.sort();
    let (mut count, mut wrong) = (0, 0);
    for (path, bytes) in files {
        let text = String::from_utf8_lossy(&bytes);
        let differing = match toml::from_str::<ScenarioFile>(&text) {
            Ok(file) => {
                count += file.scenario.len();
                scenario::run(&file, &release)
            }
            Err(error) => vec![format!("{path}: 読めません: {error}")],
        };
        wrong += differing.len();
        for line in differing {
            writeln!(out, "{line}")?;
        }
    }
    writeln!(out, "事例 {count} 件、違う結果 {wrong} 件")?;
    out.flush()?;
    if wrong == 0 {
        Ok(())
    } else {
        Err(CatalogueError::Scenarios(wrong))
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) -> Result<(), CatalogueError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| CatalogueError::Unreadable { path, source }
    };
    for entry in std::fs::read_dir(folder).map_err(unreadable(folder))? {
        let path = entry.map_err(unreadable(folder))?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else {
            let bytes = std::fs::read(&path).map_err(unreadable(&path))?;
            let name = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .to_string_lossy()
                .replace('\\', "/");
            files.push((name, bytes));
        }
    }
    Ok(())
}
