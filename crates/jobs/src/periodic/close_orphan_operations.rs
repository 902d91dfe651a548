//! Closes audited operations that were begun and never ended.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};
use madoguchi_model::ids::TenantId;
use madoguchi_store::audit::close_orphans;
use madoguchi_store::{Store, TenantScope};

use super::Periodic;
use crate::handler::BoxFuture;

/// Longer than any operation runs, but imports, which give signs of life: a statement is cut off after 30 seconds.
const BOUND: Duration = Duration::minutes(15);

/// How far to look back, once the whole record was looked through after the start.
const LOOK_BACK: Duration = Duration::days(2);

/// Closes them every minute as 'outcome unknown'.
#[derive(Default)]
pub struct CloseOrphanOperations {
    looked_through: Mutex<BTreeSet<TenantId>>,
}

impl Periodic for CloseOrphanOperations {
    fn name(&self) -> &'static str {
        "close_orphan_operations"
    }

    fn every(&self) -> Duration {
        Duration::minutes(1)
    }

    fn run<'a>(&'a self, store: &'a Store, scope: &'a TenantScope) -> BoxFuture<'a, Result<(), String>> {
        Box::pin(async move {
            let now = store.clock().now();
            let tenant = scope.tenant_id();
            let looked = self.lock().contains(&tenant);
            let from = if looked {
                now - LOOK_BACK
            } else {
                DateTime::<Utc>::UNIX_EPOCH
            };
            close(store, scope, from, now - BOUND)
                .await
                .map_err(|error| error.to_string())?;
            self.lock().insert(tenant);
            Ok(())
        })
    }
}

impl CloseOrphanOperations {
    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeSet<TenantId>> {
        self.looked_through.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn close(
    store: &Store,
    scope: &TenantScope,
    from: DateTime<Utc>,
    before: DateTime<Utc>,
) -> Result<(), madoguchi_store::StoreError> {
    let mut tx = store.begin(scope).await?;
    let closed = close_orphans(&mut tx, from, before).await?;
    tx.commit().await?;
    if closed > 0 {
        tracing::warn!(closed, tenant = %scope.tenant_id(), "operations without an end were closed");
    }
    Ok(())
}
