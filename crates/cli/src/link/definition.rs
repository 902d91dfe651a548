//! `madoguchi link definition`: how a file is laid out.

use std::path::PathBuf;

use clap::Args;
use madoguchi_link::core_files::Definition;
use madoguchi_store::core_files;
use serde_json::json;

use super::{begun, done, open, recorded};
use crate::Outcome;
use crate::tenant_database::TenantDatabase;

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// ファイルの種類
    kind: String,
    /// このファイルの定義（TOML）を確かめて、この団体の定義にする
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// 備え付けの定義に戻す
    #[arg(long, conflicts_with = "save")]
    reset: bool,
    /// 確かめるだけで、保存しない
    #[arg(long, requires = "save")]
    check: bool,
    #[command(flatten)]
    database: TenantDatabase,
}

pub(super) async fn run(options: Options) -> Outcome {
    let kind = &options.kind;
    let text = match &options.save {
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|error| format!("{} を読めません（{error}）。", path.display()))?;
            let definition = Definition::parse(&text)?;
            if definition.id != *kind {
                return Err(
                    format!("定義の id は「{}」で、「{kind}」ではありません。", definition.id).into(),
                );
            }
            Some(text)
        }
        None => None,
    };
    if options.check {
        println!("この定義は使えます。");
        return done();
    }
    let (store, scope) = open(&options.database).await?;
    if options.save.is_none() && !options.reset {
        let mut tx = store.begin(&scope).await?;
        let own = core_files::own_definition(&mut tx, kind).await?;
        tx.commit().await?;
        let text = own.as_deref().or_else(|| Definition::text(kind));
        print!("{}", text.ok_or("その種類のファイルはありません。")?);
    } else {
        let event = begun("core_file.definition", kind, json!({ "own": text.is_some() }));
        recorded(&store, &scope, event, async |tx| {
            Ok(core_files::save_definition(tx, kind, text.as_deref(), None).await?)
        })
        .await?;
    }
    store.close().await;
    done()
}
