//! What happens to an application after it left the counter.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::ids::{CaseId, QueueItemId, SectionId, StaffId};
use crate::labels::labelled;

/// The state of a piece of work in a section's queue. Nothing here says 登録済み: registration happens in
/// the core system after 決裁.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueueState {
    /// 受付
    Received,
    /// 審査中
    InReview,
    /// 差戻し
    SentBack,
    /// 仮登録済み
    Provisional,
    /// 完了
    Completed,
}

/// A change of state that the present state does not allow.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("work that is {from:?} cannot become {to:?}")]
pub struct InvalidTransition {
    /// The present state.
    pub from: QueueState,
    /// The state asked for.
    pub to: QueueState,
}

labelled!(QueueState {
    Received => "received", "受付";
    InReview => "in_review", "審査中";
    SentBack => "sent_back", "差戻し";
    Provisional => "provisional", "仮登録済み";
    Completed => "completed", "完了";
});

impl QueueState {
    /// Checks a change of state.
    pub fn transition(self, to: Self) -> Result<Self, InvalidTransition> {
        use QueueState::{Completed, InReview, Provisional, Received, SentBack};
        match (self, to) {
            (Received, InReview)
            | (InReview, SentBack | Provisional | Received)
            | (SentBack, Received)
            | (Provisional, Completed | SentBack) => Ok(to),
            (from, to) => Err(InvalidTransition { from, to }),
        }
    }
}

/// One piece of work in a section's queue: what one section has to do for one case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct QueueItem {
    /// Our id.
    pub id: QueueItemId,
    /// The case.
    pub case_id: CaseId,
    /// The section.
    pub section_id: SectionId,
    /// Procedures of the catalogue this item covers, with the residents each concerns.
    pub procedures: Vec<HandedProcedure>,
    /// State.
    pub state: QueueState,
    /// Why it was sent back; empty otherwise.
    pub send_back_reason: String,
    /// Who has it in hand. Only this person may change it.
    pub assignee: Option<StaffId>,
    /// Counts saves.
    pub version: i32,
    /// When it reached the queue.
    pub received_at: DateTime<Utc>,
}

/// One procedure handed to a section.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HandedProcedure {
    /// Catalogue id, for example `TK-03`.
    pub procedure: String,
    /// Its Japanese name when it was handed off.
    pub name: String,
    /// Names of the persons it concerns are looked up by these ids; empty for the household as a whole.
    pub residents: Vec<crate::ids::ResidentId>,
}
