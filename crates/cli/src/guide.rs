//! `madoguchi guide`: judges a situation from a file, lists the facts, explains a procedure.

mod report;

use std::borrow::Cow;
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use madoguchi_guidance::catalogue::Finding;
use madoguchi_guidance::explain;
use madoguchi_guidance::situation::FileError;
use madoguchi_guidance::{MunicipalitySettings, NoReleaseInForce, Release, Situation, SituationError, judge};
use madoguchi_model::clock::Clock;
use madoguchi_model::municipality_code::MunicipalityCode;
use thiserror::Error;

/// 手続きガイダンス: 事実のファイルから、必要な手続き・理由・期限・次の質問を判定します。
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct GuideArgs {
    #[command(subcommand)]
    command: Option<GuideCommand>,
    /// 事実のファイル（JSON）。書き方は docs/guidance.md、事実の一覧は `madoguchi guide facts`
    #[arg(long, value_name = "FILE")]
    facts: Option<PathBuf>,
    /// 判定の基準日（2026-11-24 の形）。書かないときは今日
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<NaiveDate>,
    /// 全国地方公共団体コード（6桁）
    #[arg(long, value_name = "CODE")]
    municipality: Option<MunicipalityCode>,
    /// 自治体の設定のファイル（JSON: 閉庁日、課の名前、手数料など）
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// 自治体の上書きのファイル（TOML: 手続きの変更と追加）
    #[arg(long, value_name = "FILE")]
    overlay: Option<PathBuf>,
    /// JSON で出力する
    #[arg(long)]
    json: bool,
    /// この手続き（例: TK-01）の条件を説明する
    #[arg(long, value_name = "ID")]
    explain: Option<String>,
}

#[derive(Subcommand, Debug)]
enum GuideCommand {
    /// 事実の一覧: 名前、型、値、意味
    Facts {
        /// 基準日（この日の制度カタログの事実を出す）。書かないときは今日
        #[arg(long, value_name = "DATE", value_parser = day)]
        on: Option<NaiveDate>,
        /// JSON で出力する
        #[arg(long)]
        json: bool,
    },
}

/// Why guidance could not be given.
#[derive(Debug, Error)]
pub(crate) enum GuideError {
    /// Neither a file nor a procedure was named.
    #[error("--facts FILE（事実のファイル）又は --explain ID（手続きの番号）を指定してください")]
    NothingToDo,
    /// A file cannot be read.
    #[error("{path} を読めません")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is not JSON, or not the JSON it should be.
    #[error("{path} の {}行 {}文字目が JSON として正しくありません", source.line(), source.column())]
    NotJson {
        /// The file.
        path: PathBuf,
        /// What is wrong where.
        source: serde_json::Error,
    },
    /// The file has mistakes.
    #[error("{path} に誤りがあります\n{}", lines(errors))]
    Mistakes {
        /// The file.
        path: PathBuf,
        /// Each mistake.
        errors: Vec<FileError>,
    },
    /// The overlay does not fit the release.
    #[error("{path} に誤りがあります\n{}", findings.iter().map(|finding| format!("・{finding}")).collect::<Vec<_>>().join("\n"))]
    Overlay {
        /// The file.
        path: PathBuf,
        /// Each mistake.
        findings: Vec<Finding>,
    },
    /// No release for the day.
    #[error(transparent)]
    NoRelease(#[from] NoReleaseInForce),
    /// The situation cannot be judged.
    #[error(transparent)]
    Situation(#[from] SituationError),
    /// The procedure cannot be explained.
    #[error(transparent)]
    Procedure(#[from] explain::UnknownProcedure),
    /// The result cannot be written.
    #[error("結果を書き出せません")]
    Output(#[from] std::io::Error),
}

fn day(text: &str) -> Result<NaiveDate, String> {
    text.parse()
        .map_err(|_| "日付は 2026-11-24 の形で、暦にある日を書いてください。".to_owned())
}

fn lines(errors: &[FileError]) -> String {
    errors
        .iter()
        .map(|error| format!("・{error}"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Runs the command and writes to the standard output.
pub(crate) fn run(args: GuideArgs, clock: &dyn Clock) -> Result<(), GuideError> {
    let text = output(args, clock)?;
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

fn output(args: GuideArgs, clock: &dyn Clock) -> Result<String, GuideError> {
    if let Some(GuideCommand::Facts { on, json }) = args.command {
        let release = Release::in_force(on.unwrap_or_else(|| clock.today()))?;
        return Ok(if json {
            pretty(&report::facts(release))
        } else {
            explain::facts(release)
        });
    }
    let on = args.on.unwrap_or_else(|| clock.today());
    let release = overlaid(Release::in_force(on)?, args.overlay.as_deref())?;
    let release = &*release;
    let settings = settings(args.settings.as_deref(), args.municipality)?;
    let situation = args
        .facts
        .as_deref()
        .map(|path| situation(path, on, release))
        .transpose()?;
    match (args.explain, situation) {
        (Some(id), situation) => Ok(explain::procedure(
            release,
            &id,
            situation.as_ref().map(|situation| (situation, &settings)),
        )?),
        (None, None) => Err(GuideError::NothingToDo),
        (None, Some(situation)) => {
            let guidance = judge(release, &situation, &settings)?;
            Ok(if args.json {
                pretty(&report::guidance(&guidance))
            } else {
                explain::guidance(&guidance)
            })
        }
    }
}

/// The release with the overlay of a file, if one is named.
fn overlaid<'r>(release: &'r Release, overlay: Option<&Path>) -> Result<Cow<'r, Release>, GuideError> {
    let Some(path) = overlay else {
        return Ok(Cow::Borrowed(release));
    };
    let with = release.with_overlay(&text(path)?);
    with.map(Cow::Owned).map_err(|findings| GuideError::Overlay {
        path: path.to_owned(),
        findings,
    })
}

fn settings(path: Option<&Path>, code: Option<MunicipalityCode>) -> Result<MunicipalitySettings, GuideError> {
    let mut settings: MunicipalitySettings = match path {
        None => MunicipalitySettings::default(),
        Some(path) => parse(path)?,
    };
    if let Some(code) = code {
        settings.code = code.to_string();
    }
    Ok(settings)
}

fn situation(path: &Path, on: NaiveDate, release: &Release) -> Result<Situation, GuideError> {
    let file: serde_json::Value = parse(path)?;
    Situation::from_file(&file, on, release).map_err(|errors| GuideError::Mistakes {
        path: path.to_owned(),
        errors,
    })
}

fn parse<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, GuideError> {
    serde_json::from_str(&text(path)?).map_err(|source| GuideError::NotJson {
        path: path.to_owned(),
        source,
    })
}

/// The text of a file, without a byte order mark.
fn text(path: &Path) -> Result<String, GuideError> {
    let text = std::fs::read_to_string(path).map_err(|source| GuideError::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

fn pretty(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).expect("every key is a string and every number finite") + "\n"
}
