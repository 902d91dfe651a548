//! Takes tasks back from robots that fell silent.

use chrono::Duration;
use madoguchi_store::{ChangeError, Store, TenantScope, robot_lists, robot_tasks};

use super::Periodic;
use crate::handler::BoxFuture;

/// Looks every minute; a robot that asks for tasks looks, too.
pub struct RobotLeases;

impl Periodic for RobotLeases {
    fn name(&self) -> &'static str {
        "robot_leases"
    }

    fn every(&self) -> Duration {
        Duration::minutes(1)
    }

    fn run<'a>(&'a self, store: &'a Store, scope: &'a TenantScope) -> BoxFuture<'a, Result<(), String>> {
        Box::pin(async move { look(store, scope).await.map_err(|error| error.to_string()) })
    }
}

async fn look(store: &Store, scope: &TenantScope) -> Result<(), ChangeError> {
    let mut tx = store.begin(scope).await?;
    robot_tasks::expire(&mut tx).await?;
    robot_lists::close_finished(&mut tx).await?;
    Ok(tx.commit().await?)
}
