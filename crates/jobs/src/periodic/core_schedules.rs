//! Has files for core systems made, and answers looked for, when they are due.

use chrono::Duration;
use madoguchi_store::core_files::due_destinations;
use madoguchi_store::{Store, StoreError, TenantScope, jobs};
use serde_json::json;

use super::Periodic;
use crate::core_files::{LOOK, MAKE};
use crate::handler::BoxFuture;

/// Looks every minute. A file that is due is made by a job; when the clock has jumped, one is.
pub struct CoreSchedules;

impl Periodic for CoreSchedules {
    fn name(&self) -> &'static str {
        "core_schedules"
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
    for due in due_destinations(&mut tx).await? {
        let payload = json!({ "kind": due.kind });
        jobs::enqueue(&mut tx, MAKE, &payload, None).await?;
        if due.fields.answers_folder.is_some() {
            jobs::enqueue(&mut tx, LOOK, &payload, None).await?;
        }
    }
    tx.commit().await
}
