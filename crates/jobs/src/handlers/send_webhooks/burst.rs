//! What is due to one receiver, sent over several lines at once.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};
use madoguchi_link::webhooks::{Delivered, Failure, Secret, SecretKey, Sender};
use madoguchi_store::webhooks::{self, Claimed, Endpoint, Outcome, Tried};
use madoguchi_store::{Store, StoreError, TenantScope};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::LEASE;
use super::message::{message, secrets};
use crate::BackOff;

/// Events of one claim.
const CLAIM: u16 = 64;
/// Lines to one receiver.
const LINES: usize = 16;
/// Claims of one job; what is left is for the next.
const ROUNDS: usize = 32;
/// No claim is begun later than this: a slow receiver gets its share, and then the others have theirs.
const BUDGET: Duration = Duration::seconds(5);
/// How long a receiver that does not answer is left alone.
const PAUSE: Duration = Duration::seconds(30);
/// So many in a row without any answer, and the rest of the claim is not tried.
const SILENT: usize = 3;

/// One receiver's turn.
pub(super) struct Burst {
    pub(super) store: Store,
    pub(super) sender: Sender,
    pub(super) key: Arc<SecretKey>,
    pub(super) back_off: BackOff,
    pub(super) scope: TenantScope,
    pub(super) municipality: Arc<str>,
    pub(super) receiver: Arc<Endpoint>,
}

/// What the lines of one claim share.
#[derive(Default)]
struct Shared {
    left: VecDeque<Claimed>,
    tried: Vec<Tried>,
    answered: usize,
    silent: usize,
    gone: bool,
}

impl Shared {
    /// Whether it makes no sense to go on.
    fn is_hopeless(&self) -> bool {
        self.gone || (self.answered == 0 && self.silent >= SILENT)
    }
}

impl Burst {
    pub(super) async fn run(self) -> Result<(), StoreError> {
        let begun = self.store.clock().now();
        for _ in 0..ROUNDS {
            let mut tx = self.store.begin(&self.scope).await?;
            let claimed = webhooks::claim(&mut tx, self.receiver.id, CLAIM, LEASE).await?;
            tx.commit().await?;
            if claimed.is_empty() {
                break;
            }
            let shared = self.send(claimed).await;
            self.record(&shared).await?;
            let spent = self.store.clock().now() - begun;
            // A clock that has been set back ends the turn too.
            if shared.gone || shared.silent > 0 || spent > BUDGET || spent < Duration::zero() {
                break;
            }
        }
        Ok(())
    }

    async fn send(&self, claimed: Vec<Claimed>) -> Shared {
        let now = self.store.clock().now();
        let lines = claimed.len().min(LINES);
        let mut shared = Shared {
            left: claimed.into(),
            ..Shared::default()
        };
        let Some(secrets) = secrets(&self.key, &self.receiver, now) else {
            for one in std::mem::take(&mut shared.left) {
                shared.tried.push(Tried {
                    event: one.event,
                    endpoint: one.endpoint,
                    at: now,
                    status: None,
                    error: Some("署名の鍵を開けません。署名の鍵を作り直してください。".to_owned()),
                    outcome: Outcome::Dead,
                });
            }
            return shared;
        };
        let shared = Arc::new(Mutex::new(shared));
        let mut working = JoinSet::new();
        for _ in 0..lines {
            let (sender, receiver) = (self.sender.clone(), self.receiver.clone());
            let line = OneLine {
                store: self.store.clone(),
                secrets: secrets.clone(),
                back_off: self.back_off,
                municipality: self.municipality.clone(),
                shared: shared.clone(),
            };
            working.spawn(async move { line.work(&sender, &receiver.url).await });
        }
        while working.join_next().await.is_some() {}
        let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *shared)
    }

    async fn record(&self, shared: &Shared) -> Result<(), StoreError> {
        let mut tx = self.store.begin(&self.scope).await?;
        webhooks::tried(&mut tx, &shared.tried).await?;
        let left: Vec<Uuid> = shared.left.iter().map(|one| one.event).collect();
        if !left.is_empty() {
            webhooks::release(&mut tx, self.receiver.id, &left).await?;
        }
        let until = if shared.gone {
            Some(None)
        } else if shared.silent > 0 && shared.answered == 0 {
            Some(Some(tx.now() + PAUSE))
        } else {
            None
        };
        // A receiver is never removed; one that is not there has nothing to be paused.
        if let Some(until) = until
            && webhooks::pause(&mut tx, self.receiver.id, until).await.is_err()
        {
            tracing::warn!(receiver = %self.receiver.id, "a receiver could not be paused");
        }
        tx.commit().await
    }
}

/// One line at work.
struct OneLine {
    store: Store,
    secrets: Arc<Vec<Secret>>,
    back_off: BackOff,
    municipality: Arc<str>,
    shared: Arc<Mutex<Shared>>,
}

impl OneLine {
    async fn work(self, sender: &Sender, url: &str) {
        let mut line = sender.line(url);
        while let Some(one) = self.next() {
            let now = self.store.clock().now();
            let (headers, body) = message(&self.secrets, &one, &self.municipality, now);
            let result = match &mut line {
                Ok(line) => line.send(&headers, body).await,
                Err(refused) => Err(*refused),
            };
            self.note(&one, now, result);
        }
    }

    fn next(&self) -> Option<Claimed> {
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        if shared.is_hopeless() {
            None
        } else {
            shared.left.pop_front()
        }
    }

    fn note(&self, one: &Claimed, at: DateTime<Utc>, result: Result<Delivered, Failure>) {
        let tried = outcome(self.back_off, one, at, result);
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        match &result {
            Err(failure) if failure.is_gone() => shared.gone = true,
            Err(Failure::Time | Failure::Connection | Failure::Name) => shared.silent += 1,
            _ => shared.answered += 1,
        }
        shared.tried.push(tried);
    }
}

fn outcome(back_off: BackOff, one: &Claimed, at: DateTime<Utc>, result: Result<Delivered, Failure>) -> Tried {
    let (status, error, outcome) = match result {
        Ok(delivered) => (Some(delivered.status), None, Outcome::Delivered),
        Err(failure) => {
            let (status, wish) = match failure {
                Failure::Status { status, retry_after } => (Some(status), retry_after),
                _ => (None, None),
            };
            let wait = back_off.after(one.attempts + 1).filter(|_| !failure.is_gone());
            let outcome = wait.map_or(Outcome::Dead, |wait| {
                // At most as long as the longest wait, whatever the receiver wishes.
                let wish = Duration::seconds(wish.unwrap_or(0).into()).min(back_off.longest);
                Outcome::Again(at + wait.max(wish))
            });
            (status, Some(failure.to_string()), outcome)
        }
    };
    Tried {
        event: one.event,
        endpoint: one.endpoint,
        at,
        status,
        error,
        outcome,
    }
}
