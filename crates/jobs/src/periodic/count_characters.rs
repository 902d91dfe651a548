//! Counts the characters in use that a font may lack.

use chrono::Duration;
use madoguchi_store::{Store, StoreError, TenantScope, rare_characters};

use super::Periodic;
use crate::handler::BoxFuture;

/// Looks every quarter of a minute whether the register has changed or somebody asked; counts only then, and once a day.
pub struct CountCharacters;

impl Periodic for CountCharacters {
    fn name(&self) -> &'static str {
        "count_characters"
    }

    fn every(&self) -> Duration {
        Duration::seconds(15)
    }

    fn run<'a>(&'a self, store: &'a Store, scope: &'a TenantScope) -> BoxFuture<'a, Result<(), String>> {
        Box::pin(async move { count(store, scope).await.map_err(|error| error.to_string()) })
    }
}

async fn count(store: &Store, scope: &TenantScope) -> Result<(), StoreError> {
    let mut tx = store.begin(scope).await?;
    rare_characters::count(&mut tx).await?;
    tx.commit().await
}
