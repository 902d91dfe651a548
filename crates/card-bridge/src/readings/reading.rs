//! One reading and its stages.

use std::sync::{Mutex, PoisonError};

use madoguchi_card::bridge::{Failure, FailureCode, Outcome, Pairing, PersonalData};
use madoguchi_card::secrets::{SecretKind, VerificationNumberB};
use tokio::sync::watch;
use uuid::Uuid;

use crate::failure::failure;
use crate::plan::Plan;

/// A reading.
pub(crate) struct Reading {
    pub(crate) id: Uuid,
    pub(crate) pairing: Pairing,
    pub(crate) plan: Plan,
    pub(crate) reader: String,
    /// How many tries are left of what is typed.
    pub(crate) tries: Vec<(SecretKind, u8)>,
    /// What makes the address of its window, if it has one.
    pub(crate) window: Option<String>,
    /// 照合番号B that the page has sent, until the card is read.
    number_b: Mutex<Option<VerificationNumberB>>,
    stage: watch::Sender<Stage>,
    /// What was read, until it is fetched.
    outcome: Mutex<Option<Outcome>>,
}

/// How far a reading is. It holds nothing of what was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Stage {
    /// The resident types.
    Waiting,
    /// The card is read.
    Running,
    /// It is over.
    Done(Option<Failure>),
}

impl Reading {
    pub(crate) fn new(
        id: Uuid,
        pairing: Pairing,
        plan: Plan,
        reader: String,
        tries: Vec<(SecretKind, u8)>,
        window: Option<String>,
    ) -> Self {
        let (stage, outcome) = (watch::Sender::new(Stage::Waiting), Mutex::new(None));
        Self {
            id,
            pairing,
            plan,
            reader,
            tries,
            window,
            number_b: Mutex::new(None),
            stage,
            outcome,
        }
    }

    /// Keeps 照合番号B until the card is read.
    pub(crate) fn keep_number_b(&self, number: Option<VerificationNumberB>) {
        *self.number_b.lock().unwrap_or_else(PoisonError::into_inner) = number;
    }

    /// 照合番号B, if the page has sent it.
    pub(crate) fn number_b(&self) -> Option<VerificationNumberB> {
        self.number_b
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }

    pub(crate) fn stage(&self) -> Stage {
        self.stage.borrow().clone()
    }

    /// Ends when the reading is no longer at this stage.
    pub(crate) async fn left(&self, stage: &Stage) {
        let _ = self.stage.subscribe().wait_for(|now| now != stage).await;
    }

    /// Ends when the reading is over.
    pub(crate) async fn over(&self) {
        let _ = self
            .stage
            .subscribe()
            .wait_for(|now| matches!(now, Stage::Done(_)))
            .await;
    }

    /// Whether the card may be read now: once for each reading.
    pub(crate) fn begin(&self) -> bool {
        self.stage.send_if_modified(|stage| {
            let waiting = *stage == Stage::Waiting;
            if waiting {
                *stage = Stage::Running;
            }
            waiting
        })
    }

    /// The reading is over; nothing happens if it was already.
    pub(crate) fn finish(&self, result: Result<PersonalData, Failure>) {
        let mut outcome = self.outcome.lock().unwrap_or_else(PoisonError::into_inner);
        self.stage.send_if_modified(|stage| {
            let open = !matches!(stage, Stage::Done(_));
            if open {
                *stage = Stage::Done(result.as_ref().err().cloned());
                *outcome = Some(match result {
                    Ok(data) => Outcome::Read(Box::new(data)),
                    Err(failure) => Outcome::Failed(failure),
                });
            }
            open
        });
    }

    /// The resident or the officer gives up. What was read and not fetched is wiped.
    pub(crate) fn cancel(&self) {
        let cancelled = failure(FailureCode::Cancelled, None);
        self.finish(Err(cancelled.clone()));
        let mut outcome = self.outcome.lock().unwrap_or_else(PoisonError::into_inner);
        if outcome.is_some() {
            *outcome = Some(Outcome::Failed(cancelled));
        }
    }

    /// Ends a reading for which nothing has been typed; one that is under way goes on.
    pub(crate) fn finish_if_waiting(&self, failure: Failure) {
        if self.begin() {
            self.finish(Err(failure));
        }
    }

    /// What came of it, once.
    pub(crate) fn take(&self) -> Option<Outcome> {
        self.outcome.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
