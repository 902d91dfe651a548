//! Removes files of the spool that nobody will ask for again, and samples of layouts: both are people's data.

use std::collections::BTreeMap;

use chrono::Duration;
use madoguchi_link::places::Spool;
use madoguchi_store::imports::{Run, RunState};
use madoguchi_store::{Store, StoreError, TenantScope, import_layouts, imports, portal_mappings};

use super::Periodic;
use crate::handler::BoxFuture;

/// How long a file waits after its trial or a refusal, and a sample for its layout.
const KEPT: Duration = Duration::days(1);
/// After so long, a file that no run knows of belongs to an upload that was cut off.
const STRAY: Duration = Duration::days(7);

/// Tidies up four times an hour.
pub struct TidySpool {
    /// The spool.
    pub spool: Spool,
}

impl Periodic for TidySpool {
    fn name(&self) -> &'static str {
        "tidy_spool"
    }

    fn every(&self) -> Duration {
        Duration::minutes(15)
    }

    fn run<'a>(&'a self, store: &'a Store, scope: &'a TenantScope) -> BoxFuture<'a, Result<(), String>> {
        Box::pin(async move {
            self.tidy(store, scope).await.map_err(|error| error.to_string())?;
            let stray = self.spool.remove_older((store.clock().now() - STRAY).into());
            stray.map(drop).map_err(|error| error.kind().to_string())
        })
    }
}

impl TidySpool {
    async fn tidy(&self, store: &Store, scope: &TenantScope) -> Result<(), StoreError> {
        let mut tx = store.begin(scope).await?;
        let now = tx.now();
        let oldest = now - KEPT;
        import_layouts::forget_samples(&mut tx, oldest).await?;
        portal_mappings::forget_samples(&mut tx, oldest).await?;
        let mut files: BTreeMap<String, Vec<Run>> = BTreeMap::new();
        for (id, key) in imports::spooled(&mut tx, now).await? {
            let run = imports::get(&mut tx, id).await?;
            files.entry(key).or_default().extend(run);
        }
        for (key, runs) in files {
            // One that was tried or refused may be imported once more, unless it was since.
            let applied = runs.iter().any(|run| run.state == RunState::Applied);
            let useful = runs.iter().any(|run| {
                matches!(run.state, RunState::Tried | RunState::Refused)
                    && run.ended_at.is_some_and(|ended| ended > oldest)
            });
            // One that cannot be removed now is found again.
            if (useful && !applied) || self.spool.remove(&key).is_err() {
                continue;
            }
            for run in runs {
                imports::note_place(&mut tx, run.id, None).await?;
            }
        }
        tx.commit().await
    }
}
