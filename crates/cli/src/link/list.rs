//! `madoguchi link kinds` and `files`: what waits, and what was written.

use clap::Args;
use madoguchi_jobs::core_files::definitions;
use madoguchi_store::core_files::{self, FileFilter};

use super::{done, open};
use crate::Outcome;
use crate::tenant_database::TenantDatabase;

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// この種類だけ
    kind: Option<String>,
    #[command(flatten)]
    database: TenantDatabase,
}

pub(super) async fn kinds(database: &TenantDatabase) -> Outcome {
    let (store, scope) = open(database).await?;
    let mut tx = store.begin(&scope).await?;
    let counts = core_files::counts(&mut tx).await?;
    for definition in definitions(&mut tx).await? {
        println!("{}\t{}", definition.id, definition.title);
        for (_, state, rows) in counts.iter().filter(|(kind, ..)| *kind == definition.id) {
            println!("\t{}\t{rows}", state.label());
        }
    }
    tx.commit().await?;
    store.close().await;
    done()
}

pub(super) async fn files(options: Options) -> Outcome {
    let (store, scope) = open(&options.database).await?;
    let mut tx = store.begin(&scope).await?;
    let filter = FileFilter {
        kind: options.kind,
        limit: 100,
        ..FileFilter::default()
    };
    for file in core_files::files(&mut tx, &filter).await? {
        println!(
            "{}\t{}\t{}行\t{}\t{}",
            file.kind, file.number, file.row_count, file.name, file.digest
        );
    }
    tx.commit().await?;
    store.close().await;
    done()
}
