//! One import from the command line.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use madoguchi_cluster::Cluster;
use madoguchi_import::{Limits, Reject, Target};
use madoguchi_model::ids::ImportRunId;
use madoguchi_store::audit::{self, Begun, Category};
use madoguchi_store::imports::{self, Bounds, ImportError, Imported, Order, Run};
use madoguchi_store::{Store, TenantScope, tenants};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::console::Console;
use super::{Options, layout};
use crate::machine::{OsEntropy, SystemClock};
use crate::{Failure, Outcome, state_directory};

/// Rejects read from the database at once.
const PAGE: u32 = 1_000;

pub(super) async fn run(target: Target, options: Options) -> Outcome {
    let layout = layout(target, options.layout.as_deref())?;
    println!("取込定義：{}（{}）", layout.title, layout.id);
    let bytes = std::fs::metadata(&options.file)
        .map_err(|error| format!("{} を読めません（{error}）。", options.file.display()))?
        .len();
    let order = Order {
        layout: Arc::new(layout),
        file_digest: digest(&options.file)?,
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
    let store = Store::connect(&url(&options)?, Arc::new(SystemClock), Arc::new(OsEntropy)).await?;
    let scope = tenant(&store, options.municipality.as_deref()).await?;
    let done = carry_out(&store, &scope, &options, &order, bytes).await;
    store.close().await;
    done
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

fn url(options: &Options) -> Result<String, Failure> {
    if let Some(url) = &options.database_url {
        return Ok(url.clone());
    }
    let state = options
        .state_dir
        .clone()
        .map_or_else(state_directory::usual, Ok)?;
    Cluster::url_of_running(&state, crate::demo::SERVING, crate::demo::NAME)?.ok_or_else(|| {
        "接続先がありません。--database-url を指定するか、先に demo を開始してください。".into()
    })
}

async fn tenant(store: &Store, code: Option<&str>) -> Result<TenantScope, Failure> {
    let mut known = Vec::new();
    for scope in tenants::all(store).await? {
        let mut tx = store.begin(&scope).await?;
        let municipality = tenants::get(&mut tx).await?;
        tx.commit().await?;
        known.push((scope, municipality));
    }
    known.retain(|(_, municipality)| code.is_none_or(|code| municipality.code == code));
    match &*known {
        [(scope, municipality)] => {
            println!("団体：{}（{}）", municipality.name, municipality.code);
            Ok(*scope)
        }
        [] => Err("その団体コードの団体はありません。".into()),
        _ => Err("団体が2つ以上あります。--municipality で団体コードを指定してください。".into()),
    }
}
