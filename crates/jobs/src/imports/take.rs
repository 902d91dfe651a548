//! One run: from its file to its end.

use std::io::{ErrorKind, Read};
use std::sync::Arc;

use chrono::Duration;
use madoguchi_import::{Fault, Layout, Limits};
use madoguchi_link::places::{PlaceError, Spool, Stored};
use madoguchi_store::audit::{self, Category};
use madoguchi_store::imports::{self as runs, Bounds, ImportError, Imported, Order, Run, RunState};
use madoguchi_store::{ChangeError, StoreError, TenantScope, import_layouts, tenants};
use serde_json::json;

use super::Imports;
use super::checked::Checked;
use crate::BackOff;

const CHANGED: &str = "ファイルが、受け付けた後に変わりました。書き込みが終わってから置いてください。次の回に、新しい内容を受け付けます。";
const GONE: &str = "アップロードされたファイルが、サーバーにありません。もう一度アップロードしてください。";
const BROKEN_OFF: &str = "ファイルを最後まで読めませんでした。続きから、もう一度読みます。";
const NO_DATABASE: &str = "データベースの処理が途中で止まりました。続きから、もう一度行います。";

impl Imports {
    pub(super) async fn take(&self, scope: &TenantScope, run: Run) -> Result<(), StoreError> {
        if run.source.is_some() && run.started_by.is_none() && self.was_applied(scope, &run).await? {
            return self.finish(scope, &run).await;
        }
        let mut tx = self.store.begin(scope).await?;
        let layout = import_layouts::find(&mut tx, &run.layout).await?;
        tx.commit().await?;
        let Some(layout) = layout else {
            let reason = format!("取込定義「{}」がありません。", run.layout);
            return self.fail(scope, &run, &reason).await;
        };
        match self.open(scope, &run).await? {
            Ok(file) => self.carry_out(scope, &run, layout, file).await,
            // It will not come back by itself.
            Err(PlaceError::NoFile(_)) if is_uploaded(&run) => self.fail(scope, &run, GONE).await,
            Err(error) => self.trouble(scope, &run, &error.to_string()).await,
        }
    }

    /// Whether this very file was applied before, by whichever run; if so, the run ends.
    async fn was_applied(&self, scope: &TenantScope, run: &Run) -> Result<bool, StoreError> {
        let mut tx = self.store.begin(scope).await?;
        let before = run.state == RunState::Waiting
            && runs::was_applied(&mut tx, run.target, &run.file_digest).await?;
        if before {
            runs::end_repeated(&mut tx, run.id).await?;
        }
        tx.commit().await?;
        Ok(before)
    }

    async fn open(
        &self,
        scope: &TenantScope,
        run: &Run,
    ) -> Result<Result<Box<dyn Read + Send>, PlaceError>, StoreError> {
        let Some((place, key)) = &run.stored else {
            return Ok(Err(PlaceError::NoFile(run.file_name.clone())));
        };
        if place == Spool::PLACE {
            let missing = |_| PlaceError::NoFile(run.file_name.clone());
            return Ok(self.spool.read(key).map_err(missing));
        }
        let mut tx = self.store.begin(scope).await?;
        let municipality = tenants::get(&mut tx).await?;
        tx.commit().await?;
        let stored = Stored::of(key);
        Ok(match self.places.at(place, &municipality.code, &stored.folder) {
            Ok(place) => place.open(stored.away, &stored.name).await,
            Err(error) => Err(error),
        })
    }

    async fn carry_out(
        &self,
        scope: &TenantScope,
        run: &Run,
        layout: Arc<Layout>,
        file: Box<dyn Read + Send>,
    ) -> Result<(), StoreError> {
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
        let operation = audit::begin(&self.store, scope, begun(run)).await?;
        let file = Checked::new(file, &run.file_digest);
        let done = runs::carry_out(&self.store, scope, file, &order, &mut |_| {}).await;
        let outcome = match &done {
            Ok(Imported::Done(done)) if done.refusal.is_some() => audit::Outcome::Refused,
            Ok(_) => audit::Outcome::Done,
            Err(ImportError::Fault(Fault::Unreadable(_)) | ImportError::Store(_)) => audit::Outcome::Failed,
            Err(_) => audit::Outcome::Refused,
        };
        let mut tx = self.store.begin(scope).await?;
        operation.end(&mut tx, outcome, &[]).await?;
        tx.commit().await?;
        match done {
            Err(ImportError::Fault(Fault::Unreadable(error))) if error.kind() == ErrorKind::InvalidData => {
                self.fail(scope, run, CHANGED).await
            }
            Err(ImportError::Fault(Fault::Unreadable(_))) => self.trouble(scope, run, BROKEN_OFF).await,
            // Somebody else has it, or it was given up.
            Err(ImportError::Lost) => Ok(()),
            Err(error @ ImportError::Busy(_)) => self.put_off(scope, run, &error.to_string()).await,
            Err(ImportError::Store(error)) => {
                tracing::error!(run = %run.id, %error, "an import was cut off");
                self.trouble(scope, run, NO_DATABASE).await
            }
            Ok(_) | Err(ImportError::Fault(_)) => self.finish(scope, run).await,
        }
    }

    /// What may pass: tried again later, and in the end given up.
    async fn trouble(&self, scope: &TenantScope, run: &Run, reason: &str) -> Result<(), StoreError> {
        if i64::from(run.attempts) >= i64::from(BackOff::default().attempts) {
            return self.fail(scope, run, reason).await;
        }
        self.put_off(scope, run, reason).await
    }

    async fn put_off(&self, scope: &TenantScope, run: &Run, reason: &str) -> Result<(), StoreError> {
        let attempt = i32::try_from(run.attempts).unwrap_or(i32::MAX);
        let wait = BackOff::default().after(attempt).unwrap_or(Duration::hours(1));
        let mut tx = self.store.begin(scope).await?;
        runs::put_off(&mut tx, run.id, reason, wait).await?;
        tx.commit().await
    }

    async fn fail(&self, scope: &TenantScope, run: &Run, reason: &str) -> Result<(), StoreError> {
        let mut tx = self.store.begin(scope).await?;
        match runs::fail(&mut tx, run.id, reason).await {
            // Given up meanwhile.
            Ok(()) | Err(ChangeError::NotFound) => tx.commit().await,
            Err(ChangeError::Store(error)) => Err(error),
            Err(error) => {
                tracing::error!(run = %run.id, %error, "a run could not be ended");
                Ok(())
            }
        }
    }
}

/// Its file was given on a page.
fn is_uploaded(run: &Run) -> bool {
    run.stored
        .as_ref()
        .is_some_and(|(place, _)| place == Spool::PLACE)
}

fn begun(run: &Run) -> audit::Begun {
    audit::Begun {
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
            "file_digest": run.file_digest,
            "source": run.source,
        }),
    }
}
