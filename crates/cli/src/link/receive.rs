//! `madoguchi link receive`: what residents have told beforehand becomes prepared cases.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use madoguchi_link::portals::{Bounds, Mapping, read};
use madoguchi_model::prepared_case::PreparedCase;
use madoguchi_store::portal_notices::{self, NewDocument};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{begun, done, open, recorded};
use crate::Outcome;
use crate::tenant_database::TenantDatabase;

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// 対応表：備え付けの対応表の名前か、対応表のファイル（TOML）。「list」で一覧が出る
    mapping: String,
    /// 申請データのファイル
    #[arg(required_unless_present = "show")]
    file: Option<PathBuf>,
    /// 対応表の中身を出す
    #[arg(long, conflicts_with = "file")]
    show: bool,
    /// 調べるだけで、取り込まない
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    database: TenantDatabase,
}

pub(super) async fn run(options: Options) -> Outcome {
    if options.mapping == "list" {
        for mapping in Mapping::all() {
            println!("{}\t{}", mapping.id, mapping.title);
        }
        return done();
    }
    let Some(path) = &options.file else {
        let text = Mapping::text(&options.mapping).ok_or_else(|| unknown(&options.mapping))?;
        print!("{text}");
        return done();
    };
    let mapping = mapping(&options.mapping)?;
    let bounds = Bounds::default();
    let unreadable = |error: std::io::Error| format!("{} を読めません（{error}）。", path.display());
    if std::fs::metadata(path).map_err(unreadable)?.len() > bounds.bytes as u64 {
        return Err("ファイルが大きすぎます。".into());
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let found = read(&mapping, &bytes, bounds)?;
    for problem in &found.problems {
        let effect = if problem.refused {
            "取り込めません"
        } else {
            "この項目を除いて取り込みます"
        };
        println!(
            "{} 件目・行　{}　{}（{effect}）",
            problem.place, problem.item, problem.problem
        );
    }
    println!("読めた申請：{}", found.taken.len());
    if !options.dry_run {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let digest = madoguchi_link::hex(&Sha256::digest(&bytes));
        let document = NewDocument {
            name: &name,
            digest: &digest,
            bytes: &bytes,
            by: None,
        };
        let cases: Vec<PreparedCase> = found.taken.iter().map(|taken| taken.case.clone()).collect();
        let (store, scope) = open(&options.database).await?;
        let event = begun(
            "portal.receive",
            &mapping.id,
            json!({ "applications": cases.len(), "digest": digest }),
        );
        let received = recorded(&store, &scope, event, async |tx| {
            Ok(portal_notices::receive(tx, &document, &cases).await?)
        })
        .await?;
        println!("新しい　　　　{}", received.new);
        println!("変わった　　　{}", received.changed);
        println!("同じ　　　　　{}", received.same);
        println!("取下げ　　　　{}", received.withdrawn);
        println!("来庁・取下げ済みのため変えない　{}", received.closed);
        store.close().await;
    }
    Ok(if found.problems.iter().any(|problem| problem.refused) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn unknown(id: &str) -> String {
    format!("対応表「{id}」がありません。madoguchi link receive list で一覧を見てください。")
}

fn mapping(wanted: &str) -> Result<Mapping, crate::Failure> {
    let is_file = std::path::Path::new(wanted)
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("toml"));
    if is_file {
        let text =
            std::fs::read_to_string(wanted).map_err(|error| format!("{wanted} を読めません（{error}）。"))?;
        return Ok(Mapping::parse(&text)?);
    }
    Ok(Mapping::find(wanted).cloned().ok_or_else(|| unknown(wanted))?)
}
