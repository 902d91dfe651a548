//! Removes files of the spool that nobody will ask for again, and samples of layouts: both are people's data.

use std::collections::BTreeMap;

use chrono::Duration;
use madoguchi_jobs::{BoxFuture, Periodic};
use madoguchi_store::imports::{Run, RunState};
use madoguchi_store::{Store, StoreError, TenantScope, import_layouts, imports};

use crate::spool::Spool;

/// How long a file waits after its trial, and a sample for its layout.
const KEPT: Duration = Duration::days(1);
/// After so long, a file that no run knows of belongs to an upload that was cut off.
const STRAY: Duration = Duration::days(7);

/// Tidies up four times an hour.
pub struct TidyImports {
    /// Where the files lie.
    pub spool: Spool,
}

impl Periodic for TidyImports {
    fn name(&self) -> &'static str {
        "tidy_imports"
    }

    fn every(&self) -> Duration {
        Duration::minutes(15)
    }

    fn run<'a>(&'a self, store: &'a Store, scope: &'a TenantScope) -> BoxFuture<'a, Result<(), String>> {
        Box::pin(async move { self.tidy(store, scope).await })
    }
}

impl TidyImports {
    async fn tidy(&self, store: &Store, scope: &TenantScope) -> Result<(), String> {
        let told = |error: StoreError| error.to_string();
        let mut tx = store.begin(scope).await.map_err(told)?;
        let now = tx.now();
        let oldest = now - KEPT;
        import_layouts::forget_samples(&mut tx, oldest)
            .await
            .map_err(told)?;
        let mut files: BTreeMap<String, Vec<Run>> = BTreeMap::new();
        for (id, key) in imports::spooled(&mut tx, now).await.map_err(told)? {
            let run = imports::get(&mut tx, id).await.map_err(told)?;
            files.entry(key).or_default().extend(run);
        }
        for (key, runs) in files {
            // One that was tried or refused may be imported once more, unless it was since.
            let applied = runs.iter().any(|run| run.state == RunState::Applied);
            let useful = runs.iter().any(|run| {
                matches!(run.state, RunState::Tried | RunState::Refused)
                    && run.ended_at.is_some_and(|ended| ended > oldest)
            });
            if useful && !applied {
                continue;
            }
            if let Ok(file) = key.parse() {
                self.spool.remove(file).map_err(|error| error.to_string())?;
            }
            for run in runs {
                imports::note_place(&mut tx, run.id, None).await.map_err(told)?;
            }
        }
        tx.commit().await.map_err(told)?;
        self.spool.sweep(now - STRAY).map_err(|error| error.to_string())
    }
}
