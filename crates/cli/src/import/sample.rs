//! Files with synthetic people, in the layouts: to try an import with.

use std::fs::File;
use std::io::BufWriter;
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::Args;
use madoguchi_import::{Layout, Target, Writer, entries, synthetic_facts};
use madoguchi_model::clock::Clock;
use madoguchi_synthetic::{Place, many};

use super::{is_definition, unknown};
use crate::Outcome;

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// 取込定義の名前か、定義のファイル（TOML）
    layout: String,
    /// 作るファイル
    file: PathBuf,
    /// 住民の数
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    residents: usize,
    /// 同じ数なら、同じ人たちになる
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// この日の時点の住民（2026-11-28 の形）。書かないときは今日
    #[arg(long, value_name = "DATE")]
    on: Option<NaiveDate>,
}

pub(super) fn run(options: &Options, clock: &dyn Clock) -> Outcome {
    let layout = if is_definition(&options.layout) {
        Layout::parse(&std::fs::read_to_string(&options.layout)?)?
    } else {
        Layout::find(&options.layout)
            .cloned()
            .ok_or_else(|| unknown(&options.layout))?
    };
    let on = options.on.unwrap_or_else(|| clock.today());
    let mut file = Writer::new(BufWriter::new(File::create(&options.file)?), &layout)?;
    let mut rows = 0_u64;
    for household in many(Place::Mihon, options.seed, on, options.residents) {
        if layout.target == Target::Residents {
            for entry in entries(&household) {
                file.resident(&entry)?;
                rows += 1;
            }
            continue;
        }
        for member in &household.members {
            for row in synthetic_facts(&layout, member, on) {
                file.row(&row)?;
                rows += 1;
            }
        }
    }
    file.finish()?;
    println!("{}（{rows} 行、合成データ）", options.file.display());
    Ok(ExitCode::SUCCESS)
}
