//! Has portals looked into when they are due.

use chrono::Duration;
use madoguchi_store::portal_connections::take_due;
use madoguchi_store::{Store, StoreError, TenantScope, jobs};
use serde_json::json;

use super::Periodic;
use crate::handler::BoxFuture;
use crate::portals::COLLECT;

/// Looks every minute. Its turn and its job commit together, so that two servers do not both look.
pub struct PortalSchedules;

impl Periodic for PortalSchedules {
    fn name(&self) -> &'static str {
        "portal_schedules"
    }

    fn every(&self) -> Duration {
        Duration::minutes(1)
    }

    fn run<'a>(&'a self, store: &'a Store, scope: &'a TenantScope) -> BoxFuture<'a, Result<(), String>> {
        Box::pin(async move { enqueue(store, scope).await.map_err(|error| error.to_string()) })
    }
}

async fn enqueue(store: &Store, scope: &TenantScope) -> Result<(), StoreError> {
    let mut tx = store.begin(scope).await?;
    for connection in take_due(&mut tx).await? {
        jobs::enqueue(&mut tx, COLLECT, &json!({ "connection": connection }), None).await?;
    }
    tx.commit().await
}
