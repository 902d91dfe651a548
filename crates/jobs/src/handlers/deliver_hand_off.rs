//! Brings a hand-off to the sections' queues, and plans what of it goes into files for core systems or to robots.

use madoguchi_store::TenantTx;
use madoguchi_store::hand_offs::{DELIVER, deliver};
use madoguchi_store::jobs::LeasedJob;
use serde::Deserialize;
use uuid::Uuid;

use crate::handler::{BoxFuture, Handler, JobError};
use crate::{core_files, robots};

/// Does jobs of the kind [`DELIVER`].
pub struct DeliverHandOff;

#[derive(Deserialize)]
struct Payload {
    hand_off: Uuid,
}

impl Handler for DeliverHandOff {
    fn kind(&self) -> &'static str {
        DELIVER
    }

    fn run<'a>(&'a self, tx: &'a mut TenantTx, job: &'a LeasedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let payload: Payload = serde_json::from_value(job.payload.clone()).map_err(JobError::never)?;
            deliver(tx, payload.hand_off).await?;
            core_files::plan_hand_off(tx, payload.hand_off).await?;
            robots::plan_hand_off(tx, payload.hand_off).await?;
            Ok(())
        })
    }
}
