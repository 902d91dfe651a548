//! Tasks that come round by the clock, for every tenant.

mod clean_up;
mod close_orphan_operations;
mod core_schedules;
mod count_characters;
mod portal_schedules;
mod robot_leases;
mod seal_audit;
mod tidy_spool;
mod wake_webhooks;

use chrono::Duration;
use madoguchi_store::{Store, TenantScope};

use crate::handler::BoxFuture;
pub use clean_up::CleanUp;
pub use close_orphan_operations::CloseOrphanOperations;
pub use core_schedules::CoreSchedules;
pub use count_characters::CountCharacters;
pub use portal_schedules::PortalSchedules;
pub use robot_leases::RobotLeases;
pub use seal_audit::SealAudit;
pub use tidy_spool::TidySpool;
pub use wake_webhooks::WakeWebhooks;

/// A task that comes round by the clock. Doing it twice, or on two servers at once, does no harm.
pub trait Periodic: Send + Sync {
    /// Its name in logs.
    fn name(&self) -> &'static str;

    /// How long between two times.
    fn every(&self) -> Duration;

    /// Does it for one tenant. The error is for the log.
    fn run<'a>(&'a self, store: &'a Store, scope: &'a TenantScope) -> BoxFuture<'a, Result<(), String>>;
}
