//! Chains the audit record and anchors its head outside the database.

use std::sync::Arc;

use chrono::Duration;
use madoguchi_store::audit::{Anchor, seal};
use madoguchi_store::{Store, TenantScope};

use super::Periodic;
use crate::handler::BoxFuture;

/// Seals every tenant's record every ten seconds.
pub struct SealAudit {
    /// Where heads are kept.
    pub anchor: Arc<dyn Anchor>,
}

impl Periodic for SealAudit {
    fn name(&self) -> &'static str {
        "seal_audit"
    }

    fn every(&self) -> Duration {
        Duration::seconds(10)
    }

    fn run<'a>(&'a self, store: &'a Store, scope: &'a TenantScope) -> BoxFuture<'a, Result<(), String>> {
        Box::pin(async move {
            seal(store, scope, &*self.anchor)
                .await
                .map(drop)
                .map_err(|error| error.to_string())
        })
    }
}
