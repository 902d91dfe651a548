//! `madoguchi import`: the core systems' files become the register.

mod console;
pub(crate) mod places;
mod run;
mod sample;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use madoguchi_import::{Layout, Target};

use crate::Outcome;
use crate::machine::SystemClock;

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// 住民基本台帳（住民・世帯）を取り込む
    Residents(Options),
    /// 国民健康保険を取り込む
    Insurance(Options),
    /// 後期高齢者医療を取り込む
    LateStageElderly(Options),
    /// 国民年金を取り込む
    Pension(Options),
    /// 介護保険を取り込む
    Care(Options),
    /// 児童手当を取り込む
    ChildBenefit(Options),
    /// 障害者福祉を取り込む
    Disability(Options),
    /// 印鑑登録を取り込む
    Seal(Options),
    /// 学齢簿（就学）を取り込む
    School(Options),
    /// 個人住民税（課税の有無だけ）を取り込む
    ResidentTax(Options),
    /// 犬の登録を取り込む
    Dog(Options),
    /// 軽自動車を取り込む
    Vehicle(Options),
    /// 支援措置を取り込む
    ProtectiveMeasure(Options),
    /// 全国の郵便番号データ（日本郵便）を取り込む。住所の候補に使う
    Postcode(places::Options),
    /// 全国の町字・番地（アドレス・ベース・レジストリ）を取り込む。住所の候補に使う
    Abr(places::Options),
    /// 取込定義の一覧を出す。定義を指定すると、その中身を出す
    Layouts {
        /// 取込定義
        layout: Option<String>,
    },
    /// 合成データのファイルを作る（実在の人のデータではない）
    Sample(sample::Options),
}

#[derive(Args, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own on the command line"
)]
pub(crate) struct Options {
    /// 業務システムから出したファイル
    file: PathBuf,
    /// 取込定義：備え付けの定義の名前か、定義のファイル（TOML）。書かないときは備え付けの定義
    #[arg(long, value_name = "LAYOUT")]
    layout: Option<String>,
    /// 差分のファイル（変わったものだけ）。書かないときは全件のファイルとして扱う
    #[arg(long)]
    difference: bool,
    /// 何がどれだけ変わるかを調べるだけで、反映しない
    #[arg(long)]
    dry_run: bool,
    /// 全件のファイルに無いものが、たくさん消えてよい（支援措置は1件でも指定が要る）
    #[arg(long)]
    accept_removals: bool,
    /// 取り込めない行がこの数を超えたら、反映しない
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    max_rejects: u64,
    /// 全国地方公共団体コード（6桁）。データベースに団体が1つなら要らない
    #[arg(long, value_name = "CODE")]
    municipality: Option<String>,
    /// 進み具合を、読んだまとまりごとに出す（書かないときは2秒ごと）
    #[arg(long)]
    every_chunk: bool,
    /// 途中になっている別の取り込みがあれば、取り消して始める
    #[arg(long)]
    abandon: bool,
    /// 業務用の接続先。指定しなければ、動いている demo に取り込む
    #[arg(
        long,
        env = "MADOGUCHI_DATABASE_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    database_url: Option<String>,
    /// 動いている demo のデータを置いたフォルダー
    #[arg(long, value_name = "DIR", conflicts_with = "database_url")]
    state_dir: Option<PathBuf>,
}

pub(crate) async fn run(command: Command) -> Outcome {
    let (target, options) = match command {
        Command::Residents(options) => (Target::Residents, options),
        Command::Insurance(options) => (Target::NationalHealthInsurance, options),
        Command::LateStageElderly(options) => (Target::LateStageElderly, options),
        Command::Pension(options) => (Target::Pension, options),
        Command::Care(options) => (Target::Care, options),
        Command::ChildBenefit(options) => (Target::ChildBenefit, options),
        Command::Disability(options) => (Target::Disability, options),
        Command::Seal(options) => (Target::Seal, options),
        Command::School(options) => (Target::School, options),
        Command::ResidentTax(options) => (Target::ResidentTax, options),
        Command::Dog(options) => (Target::Dog, options),
        Command::Vehicle(options) => (Target::Vehicle, options),
        Command::ProtectiveMeasure(options) => (Target::ProtectiveMeasure, options),
        Command::Postcode(options) => return places::run(&options, true).await,
        Command::Abr(options) => return places::run(&options, false).await,
        Command::Layouts { layout } => return layouts(layout.as_deref()),
        Command::Sample(options) => return sample::run(&options, &SystemClock),
    };
    run::run(target, options).await
}

fn layouts(layout: Option<&str>) -> Outcome {
    let Some(id) = layout else {
        for layout in Layout::all() {
            println!("{}\t{}", layout.id, layout.title);
        }
        return Ok(std::process::ExitCode::SUCCESS);
    };
    let text = Layout::text(id).ok_or_else(|| unknown(id))?;
    print!("{text}");
    Ok(std::process::ExitCode::SUCCESS)
}

fn unknown(id: &str) -> String {
    format!("取込定義「{id}」がありません。madoguchi import layouts で一覧を見てください。")
}

/// Whether a layout is named by a file with its definition.
fn is_definition(wanted: &str) -> bool {
    let extension = Path::new(wanted).extension();
    extension.is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}

/// The layout that was asked for, or the one that is part of the program.
fn layout(target: Target, wanted: Option<&str>) -> Result<Layout, crate::Failure> {
    let layout = match wanted {
        None => Layout::all()
            .iter()
            .find(|layout| layout.target == target)
            .cloned(),
        Some(wanted) if is_definition(wanted) => {
            let text = std::fs::read_to_string(wanted)
                .map_err(|error| format!("{wanted} を読めません（{error}）。"))?;
            Some(Layout::parse(&text)?)
        }
        Some(wanted) => Layout::find(wanted).cloned(),
    };
    let layout = layout.ok_or_else(|| unknown(wanted.unwrap_or_else(|| target.code())))?;
    if layout.target == target {
        Ok(layout)
    } else {
        Err(format!("取込定義「{}」は、{} のものです。", layout.id, layout.title).into())
    }
}
