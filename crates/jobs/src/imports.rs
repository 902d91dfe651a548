//! Files of the core systems in the background: sources are looked into when they are due, and what waits is imported.
//!
//! Cut off at any moment, nothing is lost and nothing done twice: a run goes on where it was once its lease has run out,
//! and a file that was imported but not yet filed away is known by its digest.

mod checked;
mod digest;
mod finish;
mod look;
mod take;

use std::future::Future;

use chrono::Duration;
use madoguchi_link::places::{Places, Spool};
use madoguchi_store::imports as runs;
use madoguchi_store::{Store, StoreError, TenantScope, import_sources};

/// How often to look for work.
const POLL: std::time::Duration = std::time::Duration::from_secs(2);
/// How long a source or a run belongs to a worker before the first sign of life.
const LEASE: Duration = Duration::minutes(2);

/// Looks into sources and imports what waits, for all tenants. Several can run at once, in one process or in many.
pub struct Imports {
    store: Store,
    places: Places,
    spool: Spool,
}

impl Imports {
    /// With the places that the operator has set up, and the spool that the pages give files to.
    pub fn new(store: Store, places: Places, spool: Spool) -> Self {
        Self { store, places, spool }
    }

    /// Works until `shutdown` is ready. An import that is under way is cut off then; it goes on where it was.
    pub async fn run(self, shutdown: impl Future<Output = ()>) {
        tokio::pin!(shutdown);
        let mut tick = tokio::time::interval(POLL);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = &mut shutdown => return,
                () = async { tick.tick().await; self.round().await; } => {}
            }
        }
    }

    /// Does everything that is due now, once, and tells how many looks and runs that were. What fails is logged and
    /// tried again in a later round.
    pub async fn round(&self) -> usize {
        let mut taken = 0;
        loop {
            match self.one_of_each_tenant().await {
                Ok(0) => return taken,
                Ok(some) => taken += some,
                Err(error) => {
                    tracing::error!(%error, "imports stopped short");
                    return taken;
                }
            }
        }
    }

    /// One look and one run of every tenant that has one, so that no tenant makes the others wait for all of its own.
    async fn one_of_each_tenant(&self) -> Result<usize, StoreError> {
        let mut taken = 0;
        for scope in runs::tenants_with_due_imports(&self.store).await? {
            taken += usize::from(self.one_look(&scope).await?);
            taken += usize::from(self.one_run(&scope).await?);
        }
        Ok(taken)
    }

    async fn one_look(&self, scope: &TenantScope) -> Result<bool, StoreError> {
        let mut tx = self.store.begin(scope).await?;
        let due = import_sources::due(&mut tx, LEASE).await?;
        tx.commit().await?;
        let Some(source) = due else { return Ok(false) };
        self.look(scope, &source).await?;
        Ok(true)
    }

    async fn one_run(&self, scope: &TenantScope) -> Result<bool, StoreError> {
        let mut tx = self.store.begin(scope).await?;
        let run = runs::lease(&mut tx, LEASE).await?;
        tx.commit().await?;
        let Some(run) = run else { return Ok(false) };
        self.take(scope, run).await?;
        Ok(true)
    }
}
