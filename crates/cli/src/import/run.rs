//! One import from the command line.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use madoguchi_import::{Layout, Limits, Reject, Target};
use madoguchi_model::ids::ImportRunId;
use madoguchi_store::audit::{self, Begun, Category};
use madoguchi_store::imports::{self, Bounds, ImportError, Imported, Order, Run};
use madoguchi_store::{Store, TenantScope, import_layouts};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::console::Console;
use super::{Options, is_definition, layout, unknown};
use crate::machine::{OsEntropy, SystemClock};
use crate::{Failure, Outcome, state_directory, tenant_database};

/// Rejects read from the database at once.
const PAGE: u32 = 1_000;

pub(super) async fn run(target: Target, options: Options) -> Outcome {
    // One that is neither part of the program nor a file may be the municipality's own.
    let wanted = options.layout.as_deref();
    let own = wanted.filter(|wanted| !is_definition(wanted) && Layout::find(wanted).is_none());
    let standard = match own {
        Some(_) => None,
        None => Some(Arc::new(layout(target, wanted)?)),
    };
    let bytes = std::fs::metadata(&options.file)
        .map_err(|error| format!("{} を読めません（{error}）。", options.file.display()))?
        .len();
    let file_digest = digest(&options.file)?;
    let store = Store::connect(
        &tenant_database::url(options.database_url.as_deref(), options.state_dir.as_deref())?,
        Arc::new(SystemClock),
        Arc::new(OsEntropy),
    )
    .await?;
    let scope = tenant_database::tenant(&store, options.municipality.as_deref()).await?;
    let layout = match (standard, own) {
        (Some(layout), _) => layout,
        (None, own) => own_layout(&store, &scope, target, own.unwrap_or_default()).await?,
    };
    println!("取込定義：{}（{}）", layout.title, layout.id);
    let order = Order {
        layout,
        file_digest,
        full: !options.difference,
        dry_run: options.dry_run,
        by: None,
        file_name: options
            .file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        file_bytes: Some(bytes),
        queued: None,
        limits: Limits {
            rejected_rows: options.max_rejects,
            ..Limits::default()
        },
        bounds: Bounds {
            rejected_rows: options.max_rejects,
            accept_removals: options.accept_removals,
        },
    };
    let done = carry_out(&store, &scope, &options, &order, bytes).await;
    store.close().await;
    done
}

/// The municipality's own layout of a name, as it is used now.
async fn own_layout(
    store: &Store,
    scope: &TenantScope,
    target: Target,
    name: &str,
) -> Result<Arc<Layout>, Failure> {
    let mut tx = store.begin(scope).await?;
    let layout = import_layouts::find(&mut tx, name)
        .await?
        .ok_or_else(|| unknown(name))?;
    tx.commit().await?;
    if layout.target == target {
        Ok(layout)
    } else {
        Err(format!("取込定義「{}」は、{} のものです。", layout.id, layout.title).into())
    }
}

async fn carry_out(
    store: &Store,
    scope: &TenantScope,
    options: &Options,
    order: &Order,
    bytes: u64,
) -> Outcome {
    let operation = audit::begin(store, scope, begun(order)).await?;
    let mut console = Console::new(&SystemClock, bytes, options.every_chunk);
    let mut progress = |progress| {
        if let Some(line) = console.line(progress) {
            eprintln!("{line}");
        }
    };
    let file = || File::open(&options.file);
    let mut result = imports::carry_out(store, scope, file()?, order, &mut progress).await;
    if let Err(ImportError::Busy(run)) = &result
        && options.abandon
    {
        let mut tx = store.begin(scope).await?;
        imports::abandon(&mut tx, run.id).await?;
        tx.commit().await?;
        result = imports::carry_out(store, scope, file()?, order, &mut progress).await;
    }
    let outcome = match &result {
        Ok(Imported::Done(done)) if done.refusal.is_some() => audit::Outcome::Refused,
        Ok(_) => audit::Outcome::Done,
        Err(ImportError::Store(_)) => audit::Outcome::Failed,
        Err(_) => audit::Outcome::Refused,
    };
    let mut tx = store.begin(scope).await?;
    operation.end(&mut tx, outcome, &[]).await?;
    tx.commit().await?;
    match result {
        Ok(Imported::Already(run)) => {
            println!(
                "このファイルは、もう反映されています（{}）。何もしませんでした。",
                run.id
            );
            Ok(ExitCode::SUCCESS)
        }
        Ok(Imported::Done(done)) => {
            report(&done.run);
            if done.removals_skipped {
                println!(
                    "宛名番号の読めない不良の行があるので、ファイルに無いものを消す処理はしませんでした。"
                );
            }
            write_rejects(store, scope, done.run.id, &options.file).await?;
            if let Some(refusal) = done.refusal {
                return Err(refusal.text().into());
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            if let Some(run) = last_refused(store, scope).await? {
                write_rejects(store, scope, run, &options.file).await?;
            }
            Err(error.into())
        }
    }
}

fn begun(order: &Order) -> Begun {
    Begun {
        category: Category::Operation,
        staff: None,
        session: None,
        section: None,
        terminal: String::new(),
        action: "import".into(),
        screen: String::new(),
        resource_kind: "import".into(),
        resource_id: order.file_digest.clone(),
        individual_number_access: false,
        detail: json!({
            "target": order.layout.target,
            "layout": order.layout.id,
            "full": order.full,
            "dry_run": order.dry_run,
        }),
    }
}

fn report(run: &Run) {
    let counts = run.counts;
    let read = run.position;
    println!(
        "{}",
        if run.dry_run {
            "調べた結果（反映していません）："
        } else {
            "結果："
        }
    );
    println!("  読んだ行　　　　{read}（1行目の項目名を含む）");
    println!("  取り込めない行　{}", run.rejected_rows);
    println!("  増えた　　　　　{}", counts.added);
    println!("  変わった　　　　{}", counts.changed);
    println!("  同じ　　　　　　{}", counts.unchanged);
    println!("  過去の履歴　　　{}", counts.historical);
    println!("  消えた　　　　　{}", counts.removed);
}

/// The run of the newest file that was refused while it was read.
async fn last_refused(store: &Store, scope: &TenantScope) -> Result<Option<ImportRunId>, Failure> {
    let mut tx = store.begin(scope).await?;
    let last = imports::list(&mut tx, 1).await?.pop();
    tx.commit().await?;
    Ok(last
        .filter(|run| run.state == imports::RunState::Refused)
        .map(|run| run.id))
}

/// The file of rejects beside the imported one: row, item, reason and remedy; never what stood in a cell.
async fn write_rejects(
    store: &Store,
    scope: &TenantScope,
    run: ImportRunId,
    beside: &Path,
) -> Result<(), Failure> {
    let path = beside.with_added_extension("rejects.csv");
    state_directory::forget(&path)?;
    let mut file = None;
    let mut written = 0;
    loop {
        let mut tx = store.begin(scope).await?;
        let page = imports::rejects(&mut tx, run, written, PAGE).await?;
        tx.commit().await?;
        if page.is_empty() {
            break;
        }
        if file.is_none() {
            let mut new = std::io::BufWriter::new(File::create(&path)?);
            new.write_all(Reject::HEADER.as_bytes())?;
            file = Some(new);
        }
        for reject in &page {
            if let Some(file) = &mut file {
                file.write_all(reject.line().as_bytes())?;
            }
        }
        written += page.len() as u64;
    }
    if let Some(mut file) = file {
        file.flush()?;
        println!("取り込めない行の一覧：{}", path.display());
    }
    Ok(())
}

/// SHA-256 of a file, in hexadecimal.
fn digest(path: &PathBuf) -> Result<String, Failure> {
    use std::fmt::Write as _;

    let mut file =
        File::open(path).map_err(|error| format!("{} を読めません（{error}）。", path.display()))?;
    let mut sum = Sha256::new();
    let mut piece = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            break;
        }
        sum.update(piece.get(..read).unwrap_or_default());
    }
    let mut digest = String::new();
    for byte in sum.finalize() {
        write!(digest, "{byte:02x}")?;
    }
    Ok(digest)
}
