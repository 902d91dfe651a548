//! Sends events to the receivers that want them.

mod burst;
mod message;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::Duration;
use madoguchi_link::webhooks::{SecretKey, Sender};
use madoguchi_store::jobs::LeasedJob;
use madoguchi_store::webhooks::{self, Endpoint, SEND};
use madoguchi_store::{Store, TenantTx, tenants};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::BackOff;
use crate::handler::{BoxFuture, Handler, JobError};
use burst::Burst;

/// How long an event belongs to a sender that gives no sign of life: longer than all that one claim takes to send
/// (`burst::CLAIM` events over `burst::LINES` lines, ten seconds each at most).
const LEASE: Duration = Duration::seconds(60);

/// Does jobs of the kind [`SEND`]. What is sent is claimed and recorded in transactions of its own, none of which is
/// open while a receiver is waited for but the job's, which has written nothing. Receivers do not wait for each other. An
/// event may be sent twice when the program ends between the sending and its record; it has the same id then.
pub struct SendWebhooks {
    /// The database.
    pub store: Store,
    /// Sends.
    pub sender: Sender,
    /// Opens the receivers' secrets; without it nothing is sent, and everything waits.
    pub key: Option<Arc<SecretKey>>,
    /// How long an event that was not taken waits.
    pub back_off: BackOff,
}

impl SendWebhooks {
    /// 2 s, 8 s, 32 s … at most an hour; eighty attempts, which take three days: longer than from Friday evening to Monday
    /// morning.
    pub const BACK_OFF: BackOff = BackOff {
        first: Duration::seconds(2),
        longest: Duration::hours(1),
        attempts: 80,
    };
}

impl Handler for SendWebhooks {
    fn kind(&self) -> &'static str {
        SEND
    }

    fn run<'a>(&'a self, tx: &'a mut TenantTx, _: &'a LeasedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let Some(key) = self.key.clone() else {
                return Ok(());
            };
            let scope = tx.scope();
            let municipality: Arc<str> = tenants::get(tx).await?.code.into();
            let mut receivers: BTreeMap<Uuid, Endpoint> = webhooks::endpoints(tx)
                .await?
                .into_iter()
                .map(|one| (one.id, one))
                .collect();
            let mut bursts = JoinSet::new();
            for receiver in webhooks::ready(tx).await? {
                let Some(receiver) = receivers.remove(&receiver) else {
                    continue;
                };
                let burst = Burst {
                    store: self.store.clone(),
                    sender: self.sender.clone(),
                    key: key.clone(),
                    back_off: self.back_off,
                    scope,
                    municipality: municipality.clone(),
                    receiver: Arc::new(receiver),
                };
                bursts.spawn(burst.run());
            }
            let mut failed = None;
            while let Some(ended) = bursts.join_next().await {
                match ended {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => failed = Some(JobError::from(error)),
                    Err(error) => failed = Some(JobError::Later(error.to_string())),
                }
            }
            if let Some(error) = failed {
                return Err(error);
            }
            // In the transaction that ends this job: what is due later has a job of its own.
            if let Some(at) = webhooks::next_due(tx).await? {
                webhooks::wake(tx, at).await?;
            }
            Ok(())
        })
    }
}
