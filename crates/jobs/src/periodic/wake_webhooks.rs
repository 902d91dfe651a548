//! Has events sent that are due and that no job is there for.

use chrono::Duration;
use madoguchi_store::{Store, StoreError, TenantScope, webhooks};

use super::Periodic;
use crate::handler::BoxFuture;

/// Looks every minute. There is a job for what is due, unless it was given up (the database was away for hours, the
/// program ended during every attempt), there was no key when it ran, or the clock has been set back.
pub struct WakeWebhooks;

impl Periodic for WakeWebhooks {
    fn name(&self) -> &'static str {
        "wake_webhooks"
    }

    fn every(&self) -> Duration {
        Duration::minutes(1)
    }

    fn run<'a>(&'a self, store: &'a Store, scope: &'a TenantScope) -> BoxFuture<'a, Result<(), String>> {
        Box::pin(async move { wake(store, scope).await.map_err(|error| error.to_string()) })
    }
}

async fn wake(store: &Store, scope: &TenantScope) -> Result<(), StoreError> {
    let mut tx = store.begin(scope).await?;
    if !webhooks::ready(&mut tx).await?.is_empty() {
        let now = tx.now();
        webhooks::wake(&mut tx, now).await?;
    }
    tx.commit().await
}
