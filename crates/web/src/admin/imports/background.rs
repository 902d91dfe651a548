//! Imports what waits in the spool: one run after the other, each of which goes on where it was when it was cut off.

use chrono::Duration;
use madoguchi_import::{Fault, Limits};
use madoguchi_jobs::{BoxFuture, Periodic};
use madoguchi_model::ids::ImportRunId;
use madoguchi_store::audit::{self, Begun, Category, Outcome};
use madoguchi_store::imports::{self, Bounds, ImportError, Imported, Order, Run};
use madoguchi_store::{Store, StoreError, TenantScope, import_layouts};
use serde_json::json;

use crate::spool::{PLACE, Spool};

/// How long a run belongs to a worker before its first sign of life.
const LEASE: Duration = Duration::seconds(60);
/// How long a run waits after trouble that may pass.
const WAIT: Duration = Duration::seconds(30);
/// After so many attempts trouble is no trouble that passes.
const ATTEMPTS: u32 = 10;

/// Looks for what waits, every second.
pub struct ImportWaiting {
    /// Where the files lie.
    pub spool: Spool,
}

impl Periodic for ImportWaiting {
    fn name(&self) -> &'static str {
        "import_waiting"
    }

    fn every(&self) -> Duration {
        Duration::seconds(1)
    }

    fn run<'a>(&'a self, store: &'a Store, scope: &'a TenantScope) -> BoxFuture<'a, Result<(), String>> {
        Box::pin(async move {
            while self.next(store, scope).await.map_err(|error| error.to_string())? {}
            Ok(())
        })
    }
}

impl ImportWaiting {
    /// Carries out the run that waits longest; false where none waits.
    async fn next(&self, store: &Store, scope: &TenantScope) -> Result<bool, StoreError> {
        let mut tx = store.begin(scope).await?;
        let leased = imports::lease(&mut tx, LEASE).await?;
        tx.commit().await?;
        let Some(run) = leased else { return Ok(false) };
        let operation = audit::begin(store, scope, begun(&run)).await?;
        let outcome = self.carry_out(store, scope, &run).await?;
        let mut tx = store.begin(scope).await?;
        operation.end(&mut tx, outcome, &[]).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn carry_out(&self, store: &Store, scope: &TenantScope, run: &Run) -> Result<Outcome, StoreError> {
        let mut tx = store.begin(scope).await?;
        let layout = import_layouts::find(&mut tx, &run.layout).await?;
        tx.commit().await?;
        let stored = run.stored.as_ref().filter(|(place, _)| place == PLACE);
        let file = stored
            .and_then(|(_, key)| key.parse().ok())
            .map(|key| self.spool.read(key));
        let (Some(layout), Some(file)) = (layout, file) else {
            let told = "取込定義か、ファイルの置き場がなくなっています。もう一度アップロードしてください。";
            return give_up(store, scope, run.id, told).await;
        };
        let file = match file {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let told =
                    "アップロードされたファイルが、サーバーにありません。もう一度アップロードしてください。";
                return give_up(store, scope, run.id, told).await;
            }
            Err(error) => return put_off(store, scope, run, &error.to_string()).await,
        };
        let order = Order {
            layout,
            file_digest: run.file_digest.clone(),
            full: run.full,
            dry_run: run.dry_run,
            by: run.started_by,
            file_name: run.file_name.clone(),
            file_bytes: run.file_bytes,
            queued: Some(run.id),
            limits: Limits {
                rejected_rows: run.max_rejects,
                ..Limits::default()
            },
            bounds: Bounds {
                rejected_rows: run.max_rejects,
                accept_removals: run.accept_removals,
            },
        };
        match imports::carry_out(store, scope, file, &order, &mut |_| {}).await {
            Ok(Imported::Done(done)) if done.refusal.is_some() => Ok(Outcome::Refused),
            Ok(_) => Ok(Outcome::Done),
            Err(ImportError::Fault(Fault::Unreadable(error))) => {
                put_off(store, scope, run, &error.to_string()).await
            }
            Err(ImportError::Fault(_) | ImportError::Lost) => Ok(Outcome::Refused),
            Err(ImportError::Busy(_)) => {
                put_off(store, scope, run, "同じ種類の別の取り込みが途中です。").await
            }
            Err(ImportError::Store(error)) => {
                tracing::error!(run = %run.id, %error, "an import failed");
                put_off(store, scope, run, "データベースで失敗しました。").await
            }
        }
    }
}

async fn give_up(
    store: &Store,
    scope: &TenantScope,
    run: ImportRunId,
    told: &str,
) -> Result<Outcome, StoreError> {
    let mut tx = store.begin(scope).await?;
    if let Err(error) = imports::fail(&mut tx, run, told).await {
        tracing::warn!(%run, %error, "a run that could not be carried out is not there any more");
    }
    tx.commit().await?;
    Ok(Outcome::Refused)
}

async fn put_off(
    store: &Store,
    scope: &TenantScope,
    run: &Run,
    trouble: &str,
) -> Result<Outcome, StoreError> {
    if run.attempts >= ATTEMPTS {
        return give_up(store, scope, run.id, trouble).await;
    }
    let mut tx = store.begin(scope).await?;
    imports::put_off(&mut tx, run.id, trouble, WAIT).await?;
    tx.commit().await?;
    Ok(Outcome::Failed)
}

fn begun(run: &Run) -> Begun {
    Begun {
        category: Category::Operation,
        staff: run.started_by,
        session: None,
        section: None,
        terminal: String::new(),
        action: "import".into(),
        screen: String::new(),
        resource_kind: "import".into(),
        resource_id: run.id.to_string(),
        individual_number_access: false,
        detail: json!({
            "target": run.target,
            "layout": run.layout,
            "full": run.full,
            "dry_run": run.dry_run,
            "accept_removals": run.accept_removals,
            "file": run.file_digest,
        }),
    }
}
