//! Removes given files whose imports ended long ago.

use chrono::Duration;
use madoguchi_link::places::Spool;
use madoguchi_store::{Store, StoreError, TenantScope, imports};

use super::Periodic;
use crate::handler::BoxFuture;

/// How long a file is kept after its run: for real after a dry run, or once more after a refusal.
const KEPT: Duration = Duration::days(7);
/// How long a file of which nobody knows can lie there: nothing waits so long.
const LOST: Duration = Duration::days(30);

/// Tidies the spool every hour.
pub struct TidySpool {
    /// The spool.
    pub spool: Spool,
}

impl Periodic for TidySpool {
    fn name(&self) -> &'static str {
        "tidy_spool"
    }

    fn every(&self) -> Duration {
        Duration::hours(1)
    }

    fn run<'a>(&'a self, store: &'a Store, scope: &'a TenantScope) -> BoxFuture<'a, Result<(), String>> {
        Box::pin(async move {
            let done = self.tidy(store, scope).await.map_err(|error| error.to_string())?;
            let lost = self.spool.remove_older((store.clock().now() - LOST).into());
            let lost = lost.map_err(|error| error.kind().to_string())?;
            if done + lost > 0 {
                tracing::info!(done, lost, "files were removed from the spool");
            }
            Ok(())
        })
    }
}

impl TidySpool {
    async fn tidy(&self, store: &Store, scope: &TenantScope) -> Result<usize, StoreError> {
        let mut tx = store.begin(scope).await?;
        let before = tx.now() - KEPT;
        let files = imports::spooled(&mut tx, before).await?;
        for (run, key) in &files {
            // One that cannot be removed now is found again in an hour.
            if self.spool.remove(key).is_ok() {
                imports::note_place(&mut tx, *run, None).await?;
            }
        }
        tx.commit().await?;
        Ok(files.len())
    }
}
